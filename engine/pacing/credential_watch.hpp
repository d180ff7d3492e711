#pragma once

#include "model/ids.hpp"
#include "model/reply.hpp"
#include "model/request.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pacing {

// Remembers which credentials the portal refuses (portal-facts 4, class C) and which methods it
// does not know, so that what one user has found out is not found out again by the next: above all
// for the administrator's credential, which serves everybody. Pure.
class credential_watch {
public:
    void after(const model::request& what, const model::reply& reply);

    // What the portal would say to each command of this request, as far as it is known; empty =
    // nothing is known, and all of it is worth sending. Of a request that halts, what stands behind
    // a refused command is not executed.
    [[nodiscard]] std::vector<std::optional<model::answer>> foreseen(const model::request& what
    ) const;

private:
    struct refusal {
        model::rejected said;
        std::uint32_t times = 0;
    };
    [[nodiscard]] std::optional<model::rejected> refused_method(
        const model::credential_id& whose, const std::string& method
    ) const;

    std::map<std::string, refusal> credentials_;
    // insufficient_scope is said of one method.
    std::map<std::pair<std::string, std::string>, model::rejected> methods_;
    // ERROR_METHOD_NOT_FOUND is said of one method, to everybody.
    std::map<std::string, model::rejected> not_there_;
};

}  // namespace pacing
