#pragma once

#include "base/result.hpp"
#include "portal/token_pair.hpp"

#include <memory>

namespace portal {

// The right to renew one user's pair; given up when it is destroyed, or when its process ends in
// whatever way.
class token_claim {
public:
    virtual ~token_claim() = default;
};

// Where the tokens of a portal's users are kept, for several processes at once. Nothing here waits:
// what another process holds at the moment is said so.
class token_store {
public:
    virtual ~token_store() = default;

    // All pairs, as they are now.
    [[nodiscard]] virtual base::result<token_table> read() const = 0;

    // Nothing (a null pointer) = another process renews this user's pair.
    [[nodiscard]] virtual base::result<std::unique_ptr<token_claim>> claim(model::user_id who) = 0;

    // Puts the pair in the place of the user's earlier one; it has survived a crash of the machine
    // from when this returns. portal_error::store_busy: another process is writing, try again
    // shortly.
    virtual base::result<void> replace(model::user_id who, const token_pair& pair) = 0;
};

}  // namespace portal
