#pragma once

#include "model/ids.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace journal {

// Whom the credentials of one portal were seen to belong to, as it stood when it was read: for a
// run that asks for every user, and would pay more for each question than for the request itself.
// 16 bytes a credential.
class known_owners {
public:
    void add(std::string_view fingerprint, model::user_id who);
    // After the last `add`, before the first question.
    void settle();

    // Whether the credential with this fingerprint was seen to belong to this user.
    [[nodiscard]] bool is_proven(model::user_id who, std::string_view fingerprint) const;

    [[nodiscard]] std::size_t size() const noexcept { return all_.size(); }

private:
    // A fingerprint is random: 64 bits of it say as much as all, and who they name is asked again
    // by the request itself.
    using entry = std::pair<std::uint64_t, std::int64_t>;
    static std::uint64_t digest(std::string_view fingerprint);

    std::vector<entry> all_;
};

}  // namespace journal
