#pragma once

#include "model/ids.hpp"
#include "model/reply.hpp"
#include "model/request.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace pacing {

// Remembers which credentials the portal refuses (portal-facts 4, class C), so that what one user
// has found out is not found out again by the next: above all for the administrator's credential,
// which serves everybody. Pure.
class credential_watch {
public:
    void after(const model::request& what, const model::reply& reply);

    // What the portal would say to this request, as far as it is known; nothing = it is worth
    // sending.
    [[nodiscard]] std::optional<model::rejected> foreseen(const model::request& what) const;

private:
    struct refusal {
        model::rejected said;
        std::uint32_t times = 0;
    };
    [[nodiscard]] const model::rejected* refused_method(
        const model::credential_id& whose, const std::string& method
    ) const;

    std::map<std::string, refusal> credentials_;
    // insufficient_scope is said of one method.
    std::map<std::pair<std::string, std::string>, model::rejected> methods_;
};

}  // namespace pacing
