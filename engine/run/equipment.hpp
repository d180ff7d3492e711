#pragma once

#include "base/result.hpp"
#include "journal/known_owners.hpp"
#include "journal/store.hpp"
#include "model/ids.hpp"
#include "model/job.hpp"
#include "portal/credential_book.hpp"
#include "portal/fingerprints.hpp"

#include <cstdint>
#include <optional>

namespace run {

// Makes jobs ready to be dispatched: numbers them, and adds what is known of their user - his
// credential, whether it was seen to be his, what earlier runs did of the once-per-user steps.
class equipment {
public:
    // Credentials and journal outlive the equipment. Fails where the journal cannot be read.
    static base::result<equipment> of(
        const portal::credential_book& credentials,
        const journal::store& journal,
        model::portal_name portal
    );

    base::result<model::work_item> equip(model::job what);

private:
    struct sources {
        const portal::credential_book& credentials;
        const journal::store& journal;
        model::portal_name portal;
        portal::fingerprints under;  // the salt of the journal
    };

    explicit equipment(sources from) : from_(std::move(from)) {}

    sources from_;
    std::optional<journal::known_owners> owners_;  // read with the first user
    std::uint64_t next_number_ = 0;
};

}  // namespace run
