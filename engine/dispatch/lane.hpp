#pragma once

#include "async/clock_source.hpp"
#include "async/task_group.hpp"
#include "catalog/definitions.hpp"
#include "dispatch/partial_request.hpp"
#include "dispatch/ports/alarm.hpp"
#include "dispatch/ports/job_source.hpp"
#include "dispatch/ports/journal_port.hpp"
#include "dispatch/ports/line_share.hpp"
#include "dispatch/ports/portal_port.hpp"
#include "dispatch/ports/progress_port.hpp"
#include "dispatch/ports/shared_budget.hpp"
#include "model/run.hpp"
#include "pacing/backoff.hpp"
#include "pacing/circuit_breaker.hpp"
#include "pacing/credential_watch.hpp"
#include "pacing/leaky_bucket.hpp"
#include "pacing/retry_budget.hpp"
#include "pacing/run_deadline.hpp"
#include "pacing/stop_rule.hpp"
#include "plan/board.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace dispatch {

struct lane_options {
    pacing::bucket_limits limits;
    std::size_t connections = 8;  // requests in flight at once
    base::duration request_timeout = std::chrono::seconds(65);
    pacing::breaker_limits breaker;
    pacing::retry_limits retry;  // all repetitions of the lane together
    plan::board_options board;   // its retry rule serves the pauses of the lane as well
    std::uint64_t seed = 0;      // of all jitter
    std::vector<pacing::past_request>
        past;  // what earlier runs sent, as far as the portal may still count it
    pacing::error_limits errors;
    std::vector<std::uint64_t> waves;  // users of each (pacing::sizes_of); none = all are one
    std::uint64_t selected = 0;        // users of the run; 0 = not known
    std::optional<pacing::run_deadline> deadline;
};

// Where a lane says and hears everything. All of it outlives the lane.
struct lane_ports {
    portal_port& portal;
    journal_port& journal;
    progress_port& progress;
    job_source& jobs;
    shared_budget* budget = nullptr;  // of all on this host; none = nobody else is here
    alarm* others = nullptr;          // the lanes beside it; none = it is the only one
    line_share* lines = nullptr;      // that they have in common; none = there are enough
};

struct lane_end {
    model::run_end how = model::run_end::complete;
    std::string why;  // "" when complete
    model::lane_counts counts;
};

// The dispatching of one portal: asks the board what is ready and the bucket when it may leave,
// waits, and carries. Holds no rule of its own. One thread.
class lane {
public:
    lane(
        boost::asio::any_io_executor where,
        async::clock_source& clock,
        lane_ports ports,
        const catalog::definitions& all,
        lane_options options
    );

    // Runs until every job of the source has its outcome. Every job is closed exactly once, also
    // those that were never begun because the lane ended early.
    boost::asio::awaitable<lane_end> run();

    // Nothing more is sent; what is in flight is still awaited and recorded. The first reason
    // stands.
    void stop(model::run_end how, std::string why);

    // After stop: what is in flight is cut off and recorded as unknown.
    void cut();

private:
    class carriage;
    // A request on its way.
    struct cargo {
        model::request what;
        foreknown known;  // what earlier answers have told of it
        base::time_point sent;
        base::wall_time sent_wall;
    };
    enum class leavings { none, some };  // jobs that the end came too early for

    [[nodiscard]] bool ended() const noexcept { return end_.has_value(); }
    [[nodiscard]] bool may_take_on() const;
    [[nodiscard]] plan::source more() const;
    void take_on();
    bool pass_gate();
    void give_up(pacing::stop_verdict why);
    void mind_deadline(base::time_point next, base::time_point now);
    void fill();
    bool go_on(base::time_point now);
    std::optional<cargo> next_for_the_returned();
    bool send_next(base::time_point now);
    void dispatch_out(cargo what);
    bool send_probe(base::time_point now);
    bool take_place(base::time_point now);
    void put_back(base::time_point now);
    void settle_unsent(const model::request& what, foreknown known, base::time_point now);
    void depart(base::time_point now);
    boost::asio::awaitable<void> carry(cargo what);
    boost::asio::awaitable<void> try_portal(model::request what, base::time_point sent);
    void keep_for_probes(const model::credential_id& whose);
    void receive(const model::request& what, const model::reply& reply, base::time_point sent);
    void learn(const model::request& what, const model::reply& reply, base::time_point sent);
    void count(const model::reply& reply);
    [[nodiscard]] boost::asio::awaitable<model::reply> say(const cargo& what);
    [[nodiscard]] boost::asio::awaitable<model::reply> say_when_known(const cargo& what);
    [[nodiscard]] boost::asio::awaitable<model::reply> send_off(
        const cargo& what, base::time_point due
    );
    void publish(base::wall_time now);
    void tell_written();
    void tell_when_written();
    boost::asio::awaitable<void> tell_the_rest();
    leavings close_the_rest();
    [[nodiscard]] base::time_point slot_at(base::time_point now) const;
    [[nodiscard]] base::time_point wake_at(base::time_point now);
    void show(waiting_for what, base::duration remaining);
    [[nodiscard]] double rate_in_force() const;
    bool recorded(const base::result<void>& what);
    double chance();

    boost::asio::any_io_executor where_;
    async::clock_source& clock_;
    lane_ports ports_;
    const catalog::definitions& all_;
    lane_options options_;
    plan::board board_;
    pacing::leaky_bucket bucket_;
    pacing::circuit_breaker breaker_;
    pacing::retry_budget retry_budget_;
    pacing::credential_watch credentials_;
    pacing::stop_rule rule_;
    pacing::deadline_rule deadline_;
    base::time_point place_at_ = base::time_point::min();  // when the host's budget is asked again
    // Of the last requests that were answered badly, the last one at the end.
    std::vector<model::credential_id> probe_with_;
    std::mt19937_64 random_;
    std::unique_ptr<async::bell> news_;
    async::task_group carriers_;
    std::optional<cargo>* returned_ = nullptr;  // whoever has just delivered takes the next along
    plan::source source_ = plan::source::has_more;
    model::lane_counts counts_;
    std::optional<pacing::stop_verdict> end_;
    // Outcomes that are told when they are on the disk: those that the next news of the journal is
    // about, and those after them.
    std::vector<model::job_result> being_written_;
    std::vector<model::job_result> closed_since_;
    std::shared_ptr<lane*> alive_ = std::make_shared<lane*>(this);  // for news that come too late
    bool cut_ = false;
    bool broken_ = false;  // a request ended with an exception: join is going to rethrow it
};

}  // namespace dispatch
