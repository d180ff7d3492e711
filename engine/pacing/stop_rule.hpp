#pragma once

#include "base/time.hpp"
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
    std::uint32_t unreachable_in_a_row = 4;    // requests that met no portal at all
    std::uint32_t refused_in_a_row = 30;       // answers that were all QUERY_LIMIT_EXCEEDED
    std::uint32_t unauthorized_at_first = 20;  // different requests before any one was let in
};

// When a portal as a whole is to be left alone. Pure; fed with every reply in the order of their
// arrival.
class stop_rule {
public:
    explicit stop_rule(stop_limits limits = {}) : limits_(limits) {}

    // Nothing = go on.
    // `sent` and `now` are those of the request: what failed side by side is one failure.
    std::optional<stop_verdict> after(
        const model::reply& reply, base::time_point sent, base::time_point now
    );

    // At the end of a run: the portal was never met.
    [[nodiscard]] std::optional<stop_verdict> at_the_end() const;

    [[nodiscard]] std::uint32_t unreachable_in_a_row() const noexcept { return unreachable_; }

    [[nodiscard]] std::uint32_t refused_in_a_row() const noexcept { return refused_; }

private:
    stop_limits limits_;
    std::uint32_t unreachable_ = 0;
    std::uint32_t refused_ = 0;
    std::uint32_t unauthorized_ = 0;
    bool was_let_in_ = false;
    bool was_met_ = false;
    std::string last_failure_;
    base::time_point unreachable_at_ = base::time_point::min();
};

// Whether the reply as a whole is a refusal for the rate, or one of its commands was refused for
// it.
bool is_rate_refusal(const model::reply& reply);

// Whether the request met no portal.
bool is_unreachable(const model::reply& reply);

}  // namespace pacing
