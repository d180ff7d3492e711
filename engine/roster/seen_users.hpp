#pragma once

#include "base/diagnostic.hpp"
#include "model/ids.hpp"

#include <cstdint>
#include <unordered_map>

namespace roster {

// Who was listed already, and where: a number and a line for each user, nothing else.
class seen_users {
public:
    // False, and told: this user was listed before.
    bool admit(
        model::user_id who,
        const base::source_pos& where,
        const std::string& path,
        base::diagnostics& problems
    );

private:
    std::unordered_map<std::int64_t, std::uint32_t> lines_;
};

}  // namespace roster
