#pragma once

#include "portal-sim/core/credentials.hpp"

#include <cstdint>
#include <string>

namespace portal_sim {

enum class credential_kind { webhook, application };

// Who calls, as the portal understands it after it has looked at the credential.
struct identity {
    std::int64_t user = 0;
    std::int64_t issued_to = 0;  // differs from `user` once a webhook has been moved
    bool admin = false;
    credential_kind kind = credential_kind::webhook;
    std::string holder;  // of operating budgets
    const scope_set* scopes = nullptr;

    // `wanted`: "" for a method that needs none, or alternatives divided by '|'.
    [[nodiscard]] bool may(std::string_view wanted) const;
};

}  // namespace portal_sim
