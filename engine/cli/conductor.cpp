#include "cli/conductor.hpp"

#include "async/task_group.hpp"
#include "cli/interrupt.hpp"
#include "cli/locked_portal.hpp"
#include "cli/terminal.hpp"
#include "pacing/line_division.hpp"
#include "report/portals_text.hpp"

#include <boost/asio/co_spawn.hpp>

#include <csignal>
#include <iostream>
#include <utility>

namespace cli {

namespace {

constexpr std::uint64_t seconds_between_lines = 10;

std::string name_of(int signal) {
    return signal == SIGTERM ? "SIGTERM" : "Ctrl-C";
}

bool may_redraw(const options& given) {
    if (given.progress == progress_choice::bar) return true;
    return given.progress == progress_choice::automatic && given.talk == verbosity::normal &&
           can_redraw(stream::standard_error);
}

}  // namespace

conductor::conductor(
    const options& given,
    const scale& of,
    std::function<void(std::size_t place, ended_lane how)> keep
)
    : given_(given),
      of_(of),
      keep_(std::move(keep)),
      over_(clock_.make_bell(context_.get_executor())),
      redraws_(may_redraw(given)) {}

void conductor::conduct(std::deque<lane_thread>& threads) {
    for (auto& each : threads) threads_.push_back({&each, {}});
    std::exception_ptr failed;
    boost::asio::co_spawn(context_, attend(), [&](std::exception_ptr why) { failed = why; });
    for (auto& each : threads) each.start();
    context_.run();
    for (auto& each : threads) each.join();
    show(true);
    if (fault_) std::rethrow_exception(fault_);
    if (failed) std::rethrow_exception(failed);
}

boost::asio::awaitable<void> conductor::attend() {
    const auto where = context_.get_executor();
    async::task_group beside(where);
    interrupt signals(where, {[&](int signal) { stop(signal); }, [&](int) { cut(); }});
    beside.spawn(signals.watch());
    co_await keep_house();
    signals.stop();
    co_await beside.join();
}

// Until the last thread has ended.
boost::asio::awaitable<void> conductor::keep_house() {
    auto next = clock_.now();
    while (finished_ != threads_.size()) {
        next += std::chrono::seconds(1);
        auto why = async::wake::rung;
        while (why == async::wake::rung && finished_ != threads_.size())
            why = co_await over_->wait_until(next);
        if (why != async::wake::due) continue;
        ++seconds_;
        tick();
        show(false);
    }
}

void conductor::ended(std::size_t place, ended_lane how) {
    ++portals_done_;
    if (how.run.code != exit_code::done) ++failing_;
    keep_(place, std::move(how));
}

void conductor::moved(const model::portal_name& which, const portal::origin& to) {
    say("muster: warning: portal " + which.value() + " has moved to https://" +
        portal::to_string(to) + "; its run goes on there. Change its url in the configuration.\n");
}

void conductor::waits(const model::portal_name& which, const std::string& held_by) {
    if (given_.talk == verbosity::quiet) return;
    say(waiting_in_words(given_, which, held_by));
}

void conductor::raised(const std::string& why) {
    stop_all(model::run_end::too_many_failures, why);
}

void conductor::told(std::size_t thread, const lane_progress& what) {
    users_done_ += what.users;
    requests_ += what.requests;
    threads_[thread].lines = what.lines;
}

void conductor::finished(std::size_t thread, std::exception_ptr fault) {
    threads_[thread].lines = {};
    if (fault && !fault_) {
        fault_ = fault;
        stop_all(model::run_end::interrupted, "an internal fault");
    }
    ++finished_;
    over_->ring();
}

void conductor::stop(int signal) {
    signal_ = signal;
    say("Stopping: what is in flight is awaited and recorded. A second signal cuts it off.\n");
    stop_all(model::run_end::interrupted, name_of(signal));
}

void conductor::stop_all(model::run_end how, const std::string& why) {
    for (const auto& each : threads_) each.thread->stop(how, why);
}

void conductor::cut() {
    for (const auto& each : threads_) each.thread->cut();
}

void conductor::tick() {
    std::vector<pacing::line_demand> seen;
    for (const auto& each : threads_) seen.push_back(each.lines);
    const auto parts = pacing::divide_lines(of_.lines, seen);
    for (std::size_t i = 0; i < threads_.size(); ++i)
        threads_[i].thread->tick(parts[i].own, parts[i].present);
}

void conductor::show(bool last) {
    if (given_.talk == verbosity::quiet || given_.progress == progress_choice::none) return;
    const bool due = seconds_ - shown_at_ >= seconds_between_lines;
    if (redraws_ && last && std::exchange(drawn_, false)) std::cerr << "\r\x1b[K" << std::flush;
    if (last || (!redraws_ && !due) || seconds_ == shown_at_) return;
    report::portals_state now;
    now.portals_done = portals_done_;
    now.portals = of_.portals;
    now.failing = failing_;
    now.users_done = users_done_;
    now.users = of_.users;
    now.requests_per_second =
        static_cast<double>(requests_ - std::exchange(requests_before_, requests_)) /
        static_cast<double>(seconds_ - std::exchange(shown_at_, seconds_));
    const auto text = report::portals_progress(now);
    if (redraws_)
        std::cerr << "\r\x1b[K" + text << std::flush;
    else
        std::cerr << text + '\n';
    drawn_ = redraws_;
}

void conductor::say(const std::string& text) {
    std::cerr << (std::exchange(drawn_, false) ? "\r\x1b[K" + text : text) << std::flush;
}

}  // namespace cli
