#pragma once

#include "base/time.hpp"
#include "model/ids.hpp"
#include "model/reply.hpp"
#include "model/run.hpp"
#include "pacing/backoff.hpp"
#include "pacing/stop_verdict.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace pacing {

struct breaker_limits {
    std::uint32_t failures_in_a_row = 4;       // of the portal as a whole, until it is left alone
    std::uint32_t refused_in_a_row = 8;        // QUERY_LIMIT_EXCEEDED and nothing else, likewise
    std::uint32_t probes = 8;                  // one at a time, until it is given up
    std::uint32_t unauthorized_at_first = 20;  // different requests before any one was let in
};

// closed: everybody may send. open: nobody. probing: one harmless request is on its way, whose
// answer decides.
enum class circuit { closed, open, probing };

// When an exchange with the portal took place. `chance` is drawn by the caller from [0, 1).
struct exchange {
    base::time_point sent;
    base::time_point now;  // of the answer
    double chance = 0;
};

// When a portal as a whole is to be left alone, for a while or for good. Pure; fed with every reply
// in the order of their arrival.
//
// A portal that cannot be reached, answers with pages in place of JSON or not at all, or refuses
// everything for its rate, costs a few requests and not one for every user: after a run of such
// failures nothing is sent but single probes, after growing waits. One answer of the portal's own
// closes the circuit; when no probe gets one, the portal is given up. A probe that was kept back
// for its credential has got none.
class circuit_breaker {
public:
    circuit_breaker(breaker_limits limits, retry_rule waits) : limits_(limits), waits_(waits) {}

    [[nodiscard]] circuit state() const noexcept { return state_; }

    // When the next request may leave - a probe, unless the circuit is closed. time_point::max() =
    // not before the probe has its answer.
    [[nodiscard]] base::time_point ready_at() const noexcept { return ready_at_; }

    // A probe leaves. Precondition: open, and ready_at() has come.
    void probe(model::request_number which) noexcept;

    // Nothing = go on. What failed side by side is one failure.
    std::optional<stop_verdict> after(
        model::request_number which, const model::reply& reply, const exchange& when
    );

    // At the end of a run: the portal was never met.
    [[nodiscard]] std::optional<stop_verdict> at_the_end() const;

    [[nodiscard]] std::uint32_t refused_in_a_row() const noexcept { return refused_; }

private:
    std::optional<stop_verdict> fail(const std::string& text, const exchange& when, bool absent);
    std::optional<stop_verdict> refuse(const exchange& when);
    std::optional<stop_verdict> fail_probe(const exchange& when);
    std::optional<stop_verdict> let_in(const model::reply& reply);
    void open(const exchange& when);
    void close();
    [[nodiscard]] stop_verdict hopeless(base::time_point now) const;

    breaker_limits limits_;
    retry_rule waits_;
    circuit state_ = circuit::closed;
    base::time_point ready_at_ = base::time_point::min();
    base::time_point opened_at_{};
    std::optional<model::request_number> probe_;
    std::uint32_t failed_probes_ = 0;
    std::uint32_t failures_ = 0;
    std::uint32_t refused_ = 0;
    std::uint32_t unauthorized_ = 0;
    bool was_let_in_ = false;
    bool was_met_ = false;
    std::string last_failure_;
    base::time_point failed_at_ = base::time_point::min();
    base::time_point refused_at_ = base::time_point::min();
};

// Whether the reply as a whole is a refusal for the rate, or one of its commands was refused for
// it.
bool is_rate_refusal(const model::reply& reply);

// Whether the request met no portal.
bool is_unreachable(const model::reply& reply);

// Whether the request was kept back for its credential: there is none, or the authorization server
// does not renew it. That says nothing of the portal.
bool is_kept_back(const model::reply& reply);

}  // namespace pacing
