#pragma once

#include "dispatch/ports/job_source.hpp"
#include "journal/store.hpp"
#include "model/ids.hpp"
#include "policy/policy_set.hpp"
#include "portal/credential_book.hpp"
#include "roster/source.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace run {

// Pulls users from the roster, expands the policies for each, and adds what the journal remembers
// of him. Lazy: one user at a time. Everything it is given outlives it.
class job_stream final : public dispatch::job_source {
public:
    struct inputs {
        roster::source& who;
        const policy::policy_set& what;
        const portal::credential_book& credentials;
        const journal::store& journal;
        model::portal_name portal;
        std::string salt;  // of the journal, for fingerprints
    };

    explicit job_stream(inputs from) : from_(std::move(from)) {}

    // The next job that a policy asks for. A fault here is one that appeared after the survey: a
    // file changed under our hands.
    base::result<std::optional<model::work_item>> next() override;

    // Users of the roster that no policy matched, so far.
    [[nodiscard]] std::uint64_t unmatched() const noexcept { return unmatched_; }

private:
    base::result<model::work_item> equip(model::job what);

    inputs from_;
    std::optional<journal::known_owners> owners_;  // read with the first user
    std::uint64_t next_number_ = 0;
    std::uint64_t unmatched_ = 0;
};

}  // namespace run
