#pragma once

#include "async/clock_source.hpp"
#include "dispatch/ports/journal_port.hpp"
#include "dispatch/ports/portal_port.hpp"
#include "dispatch/ports/shared_budget.hpp"
#include "model/run.hpp"
#include "pacing/backoff.hpp"
#include "pacing/circuit_breaker.hpp"
#include "pacing/leaky_bucket.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <expected>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace run {

struct caller_options {
    pacing::bucket_limits limits;
    base::duration request_timeout = std::chrono::seconds(65);
    pacing::retry_rule retry;
    pacing::breaker_limits breaker;
    std::uint64_t seed = 0;                  // of all jitter
    std::vector<pacing::past_request> past;  // what the portal may still count
};

// Why a call has no answer, and will have none.
struct call_failure {
    model::run_end how = model::run_end::unavailable;
    std::string code;  // the portal's; "" = none
    std::string text;
};

// What a failed call means, seen from one who only reads: everything may be asked again.
enum class next_move { take_answer, ask_again, wait_for_budget, give_up };
next_move move_after(
    const model::answer& what, std::uint32_t failed, const pacing::retry_rule& rule
);

// Asks the portal one thing after another as the administrator, by the rules of a lane: the bucket,
// the pauses, the reactions of the error table, every request in the journal. Only for what changes
// nothing, because what got no answer is asked again. One call at a time; a cancelled one gives
// run_end::interrupted.
class paced_caller {
public:
    // All of it outlives the caller.
    paced_caller(
        async::clock_source& clock,
        dispatch::portal_port& portal,
        dispatch::journal_port& journal,
        dispatch::shared_budget* budget,  // of all on this host; none = nobody else is here
        caller_options options
    );

    boost::asio::awaitable<std::expected<model::accepted, call_failure>> call(
        std::string method, model::object params
    );

    [[nodiscard]] const model::lane_counts& counts() const noexcept { return counts_; }

private:
    using outcome = std::expected<model::accepted, call_failure>;

    boost::asio::awaitable<std::optional<model::reply>> send_once(model::request what);
    boost::asio::awaitable<bool> wait_for_slot();
    [[nodiscard]] base::time_point take_place(base::time_point now);
    // What came of it, or nothing when it is to be asked again.
    std::optional<outcome> judge(const model::reply& reply, std::uint32_t& failed);
    void pause_after(const model::reply& reply);
    void count(const model::reply& reply);
    double chance();

    async::clock_source& clock_;
    dispatch::portal_port& portal_;
    dispatch::journal_port& journal_;
    dispatch::shared_budget* budget_;
    caller_options options_;
    pacing::leaky_bucket bucket_;
    pacing::circuit_breaker breaker_;
    std::mt19937_64 random_;
    model::lane_counts counts_;
    model::request_number last_{0};
    base::time_point sent_;
    std::uint32_t budget_waits_ = 0;
    std::optional<base::failure> journal_lost_;
};

}  // namespace run
