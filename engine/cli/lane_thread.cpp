#include "cli/lane_thread.hpp"

#include "cli/locked_portal.hpp"
#include "cli/request_log.hpp"
#include "cli/this_process.hpp"
#include "report/listener.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

namespace cli {

namespace {

// A lane that gets no answer does not count among those that begin for longer.
constexpr auto soon = std::chrono::seconds(1);

// How often the thread looks whether it is in time, while there are lanes to begin.
constexpr auto pulse = std::chrono::milliseconds(4);

// Of the event loop before a lane more begins: one that is never at rest must not keep others from
// beginning.
constexpr int most_turns = 200;

// Whether a portal that somebody else has is free again.
constexpr auto look_every = std::chrono::milliseconds(500);

}  // namespace

// What the thread hears of a lane.
class lane_thread::ear final : public report::listener {
public:
    ear(lane_thread& of, std::shared_ptr<bool> settled) : of_(of), settled_(std::move(settled)) {}

    void request_sent(const model::request& /*what*/, base::wall_time /*now*/) override {
        ++of_.progress_.requests;
    }
    void request_answered(
        const model::request& /*what*/,
        const model::reply& /*reply*/,
        base::wall_time /*sent*/,
        base::wall_time /*now*/
    ) override {
        of_.settle(*settled_);
    }
    void job_closed(const model::job_result& /*what*/) override { ++of_.progress_.users; }

private:
    lane_thread& of_;
    std::shared_ptr<bool> settled_;
};

struct lane_thread::lane {
    lane(lane_thread& of, const lane_task& from)
        : task(from), settled(std::make_shared<bool>(false)), hears(of, settled) {}

    const lane_task& task;
    std::shared_ptr<bool> settled;  // it has begun: it counts among those that begin no longer
    ear hears;
    std::unique_ptr<request_log> log;
    std::unique_ptr<report::user_spool> users;
    report::progress_fan_out watchers;
    std::unique_ptr<dispatch::line_share> lines;
    run::portal_hold hold;
    std::string held_by;  // in words: somebody else has the portal
    std::unique_ptr<portal_run> run;
};

lane_thread::lane_thread(
    settings how,
    journal::store journal,
    journal::portal_locks locks,
    std::vector<lane_task> tasks,
    boost::asio::any_io_executor home,
    lane_listener& listener
)
    : how_(std::move(how)),
      journal_(std::move(journal)),
      locks_(std::move(locks)),
      tasks_(std::move(tasks)),
      home_(std::move(home)),
      listener_(listener),
      lines_(how_.lines) {}

lane_thread::~lane_thread() = default;

void lane_thread::start() {
    thread_ = std::thread([this] { work(); });
}

void lane_thread::join() {
    thread_.join();
}

// What is ready goes first; a lane more begins when nothing is, or it has become too much.
void lane_thread::work() {
    boost::asio::co_spawn(context_, conduct(), [this](std::exception_ptr why) { failed_ = why; });
    try {
        while (!context_.stopped()) {
            for (int turn = 0; turn < most_turns && context_.poll_one() != 0;) ++turn;
            if (may_begin())
                start(tasks_[next_++]);
            else
                context_.run_one();
        }
    } catch (...) {
        failed_ = std::current_exception();
    }
    boost::asio::post(home_, [&listener = listener_, thread = how_.number, why = failed_] {
        listener.finished(thread, why);
    });
}

boost::asio::awaitable<void> lane_thread::conduct() {
    running_.emplace(context_.get_executor());
    all_ended_ = clock_.make_bell(context_.get_executor());
    running_->spawn(beat());
    while (ended_ != tasks_.size()) co_await all_ended_->wait_until(base::time_point::max());
    running_->cancel();  // nobody waits any more for lanes that begin
    std::exception_ptr failed;
    try {
        co_await running_->join();
    } catch (...) {
        failed = std::current_exception();
    }
    running_.reset();
    if (failed) std::rethrow_exception(failed);
}

boost::asio::awaitable<void> lane_thread::beat() {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    for (bool wanted = true; wanted && next_ != tasks_.size();) {
        const auto due = clock_.now() + pulse;
        wanted = co_await async::sleep_until(clock_, due);
        admission_.beat(due, clock_.now());
    }
}

bool lane_thread::may_begin() const {
    if (!running_ || next_ == tasks_.size()) return false;
    if (stopped_) return true;
    return lanes_.size() < how_.portals && admission_.may_begin(beginning_, clock_.now());
}

void lane_thread::start(const lane_task& task) {
    const auto here = lanes_.emplace(lanes_.end(), *this, task);
    ++beginning_;
    admission_.begun(clock_.now());
    const auto begun = begin(*here);
    if (begun) {
        running_->spawn(live(here));
        running_->spawn(give_up_waiting(here->settled));
        return;
    }
    settle(*here->settled);
    if (here->hold.locks != nullptr) locks_.release(here->hold.portal);
    if (!here->held_by.empty() && !stopped_ && clock_.now() < how_.locks_due) {
        tell_of_waiting(task, here->held_by);
        lanes_.erase(here);
        running_->spawn(try_again(task));
        return;
    }
    ended_lane how;
    how.run.summary.header = task.header;
    how.run.summary.end =
        here->held_by.empty() ? model::run_end::state_lost : model::run_end::locked;
    how.run.summary.end_reason = base::describe(begun.error());
    how.run.summary.finished = clock_.wall_now();
    how.run.totals = std::make_unique<report::totals>();
    how.run.closing.push_back({"go on", task.what.what.again});
    how.run.code = exit_code_of(how.run.summary);
    lanes_.erase(here);
    tell_end(task, std::move(how));
}

// Whoever has the portal tells nobody when he leaves it.
boost::asio::awaitable<void> lane_thread::try_again(const lane_task& task) {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    co_await async::sleep_until(clock_, std::min(how_.locks_due, clock_.now() + look_every));
    start(task);
}

void lane_thread::tell_of_waiting(const lane_task& task, const std::string& held_by) {
    if (!waiting_.insert(task.place).second) return;
    boost::asio::post(home_, [&listener = listener_, name = task.header.portal, held_by] {
        listener.waits(name, held_by);
    });
}

// A run that writes has its portal for itself.
base::result<void> lane_thread::take_portal(lane& which, const model::run_header& header) {
    const auto& task = which.task.what;
    if (task.what.how == plan::passes::look) return {};
    auto name = lock_name(task.files.portal);
    const auto other = locks_.take(name, this_process(header));
    if (!other) return std::unexpected(other.error());
    if (!*other) {
        which.hold = {&locks_, std::move(name)};
        return {};
    }
    which.held_by = in_words(**other, clock_.wall_now());
    return std::unexpected(base::failure{
        std::make_error_code(std::errc::resource_unavailable_try_again),
        why_locked(**other, header.portal, clock_.wall_now())
    });
}

base::result<void> lane_thread::begin(lane& which) {
    const auto& task = which.task;
    const auto& files = task.what.files;
    auto header = task.header;
    header.started = clock_.wall_now();
    if (auto ours = take_portal(which, header); !ours) return ours;
    auto connection = files.connection;
    connection.max_idle = how_.idle;
    connection.authorities = trust_in(connection.ca_file);
    which.watchers.add(which.hears);
    if (task.what.given.talk == verbosity::verbose) {
        which.log = std::make_unique<request_log>(header.portal.value());
        which.watchers.add(*which.log);
    }
    which.lines = lines_.join(files.portal.weight);
    auto run = portal_run::begin(
        task.what,
        {context_.get_executor(),
         clock_,
         journal_,
         how_.state,
         which.watchers,
         how_.deadline,
         this,
         which.hold,
         which.lines.get()},
        std::move(header),
        std::move(connection)
    );
    if (!run) return std::unexpected(run.error());
    which.run = std::move(*run);
    if (how_.keeps_users) {
        which.users = std::make_unique<report::user_spool>(which.run->report_dir());
        which.watchers.add(*which.users);
    }
    which.run->on_move([this, name = files.portal.name](const portal::origin& to) {
        boost::asio::post(home_, [&listener = listener_, name, to] { listener.moved(name, to); });
    });
    if (stopped_) which.run->stop(stopped_->how, stopped_->why);
    return {};
}

boost::asio::awaitable<void> lane_thread::live(std::list<lane>::iterator which) {
    std::exception_ptr fault;
    try {
        co_await which->run->run();
    } catch (...) {
        fault = std::current_exception();
    }
    settle(*which->settled);
    if (fault) {
        count_ended();
        std::rethrow_exception(fault);
    }
    ended_lane how{which->run->end(), std::move(which->users)};
    const auto& task = which->task;
    lanes_.erase(which);
    tell_end(task, std::move(how));
}

boost::asio::awaitable<void> lane_thread::give_up_waiting(std::shared_ptr<bool> settled) {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    co_await async::sleep_until(clock_, clock_.now() + soon);
    settle(*settled);
}

void lane_thread::settle(bool& settled) {
    if (std::exchange(settled, true)) return;
    --beginning_;
}

void lane_thread::tell_end(const lane_task& which, ended_lane how) {
    boost::asio::post(
        home_,
        [&listener = listener_, place = which.place, how = std::move(how)]() mutable {
            listener.ended(place, std::move(how));
        }
    );
    count_ended();
}

void lane_thread::count_ended() {
    if (++ended_ == tasks_.size()) all_ended_->ring();
}

// The authorities of a system take a megabyte: portals of one thread share them.
std::shared_ptr<portal::trust> lane_thread::trust_in(const std::string& ca_file) {
    auto& known = trusts_[ca_file];
    if (!known) known = portal::read_trust(ca_file);
    return known;
}

void lane_thread::stop(model::run_end how, std::string why) {
    boost::asio::post(context_, [this, how, why = std::move(why)] {
        if (stopped_) return;
        stopped_ = pacing::stop_verdict{how, why};
        for (auto& each : lanes_) each.run->stop(how, why);
    });
}

// The lane that raises it is in the middle of something, and the others are on other threads.
void lane_thread::raise(const std::string& why) {
    boost::asio::post(home_, [&listener = listener_, why] { listener.raised(why); });
}

void lane_thread::cut() {
    boost::asio::post(context_, [this] {
        for (auto& each : lanes_) each.run->cut();
    });
}

void lane_thread::tick(std::size_t own_lines, std::size_t lines) {
    boost::asio::post(context_, [this, own_lines, lines] {
        for (auto& each : lanes_) each.run->close_idle();
        lines_.assign(own_lines, lines, clock_.now());
        auto what = std::exchange(progress_, {});
        what.lines = lines_.take_demand();
        boost::asio::post(home_, [&listener = listener_, thread = how_.number, what] {
            listener.told(thread, what);
        });
    });
}

}  // namespace cli
