#pragma once

#include "model/reply.hpp"
#include "model/run.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace pacing {

// Why a lane must not go on.
struct stop_verdict {
    model::run_end how = model::run_end::complete;
    std::string why;
};

struct stop_limits {
    std::uint32_t unreachable_in_a_row = 5;    // requests that met no portal at all
    std::uint32_t refused_in_a_row = 30;       // answers that were all QUERY_LIMIT_EXCEEDED
    std::uint32_t unauthorized_at_first = 20;  // different requests before any one was let in
};

// When a portal as a whole is to be left alone. Pure; fed with every reply in the order of their
// arrival.
class stop_rule {
public:
    explicit stop_rule(stop_limits limits = {}) : limits_(limits) {}

    // Nothing = go on.
    std::optional<stop_verdict> after(const model::reply& reply);

    [[nodiscard]] std::uint32_t refused_in_a_row() const noexcept { return refused_; }

private:
    stop_limits limits_;
    std::uint32_t unreachable_ = 0;
    std::uint32_t refused_ = 0;
    std::uint32_t unauthorized_ = 0;
    bool was_let_in_ = false;
};

// Whether the reply as a whole is a refusal for the rate.
bool is_rate_refusal(const model::reply& reply);

}  // namespace pacing
