#pragma once

#include "async/system_clock_source.hpp"
#include "async/task_group.hpp"
#include "cli/portal_run.hpp"
#include "dispatch/common_lines.hpp"
#include "dispatch/ports/alarm.hpp"
#include "journal/portal_locks.hpp"
#include "pacing/admission.hpp"
#include "pacing/run_deadline.hpp"
#include "pacing/stop_verdict.hpp"
#include "portal/trust.hpp"
#include "report/user_spool.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace cli {

// One portal's run for a thread to do.
struct lane_task {
    std::size_t place = 0;  // among all
    portal_task what;
    model::run_header header;
};

// How one of them ended.
struct ended_lane {
    ended_run run;
    std::unique_ptr<report::user_spool> users;  // nullptr: not asked for, or there are none
};

// What a thread has done since it last told.
struct lane_progress {
    std::uint64_t users = 0;
    std::uint64_t requests = 0;
    pacing::line_demand lines;
};

// Who hears of the threads. All of it is called on his own event loop.
class lane_listener {
public:
    virtual ~lane_listener() = default;
    virtual void ended(std::size_t place, ended_lane how) = 0;
    virtual void moved(const model::portal_name& which, const portal::origin& to) = 0;
    // A run has to wait for its portal, because somebody else has it. Told once.
    virtual void waits(const model::portal_name& which, const std::string& held_by) = 0;
    // One portal's failures are to end the runs on all.
    virtual void raised(const std::string& why) = 0;
    virtual void told(std::size_t thread, const lane_progress& what) = 0;
    // Nothing more comes from this thread. `fault`: of the program's own; usually there is none.
    virtual void finished(std::size_t thread, std::exception_ptr fault) = 0;
};

// A thread with an event loop of its own, on which a number of portals have their runs. It shares
// nothing with others of its kind but what never changes, and the journal's queue. Lanes begin one
// after the other, when those that are under way have nothing to do.
class lane_thread : private dispatch::alarm {
public:
    struct settings {
        std::size_t number = 0;    // of this thread
        std::size_t portals = 1;   // at once
        std::size_t lines = 1;     // requests under way at once
        std::size_t idle = 1;      // connections that a portal keeps open
        bool keeps_users = false;  // spools their results
        std::filesystem::path state;
        std::optional<pacing::run_deadline> deadline;
        base::time_point locks_due;  // until then a portal that somebody else has is waited for
    };

    // `journal`, `locks`: for this thread alone. `home`: where `listener` hears; both outlive it.
    lane_thread(
        settings how,
        journal::store journal,
        journal::portal_locks locks,
        std::vector<lane_task> tasks,
        boost::asio::any_io_executor home,
        lane_listener& listener
    );
    // Precondition: the thread has ended.
    ~lane_thread() override;

    void start();
    void join();

    // From any thread. `stop`: as the lanes' own, also for those that have not begun.
    void stop(model::run_end how, std::string why);
    void cut();
    // Once a second: it closes what is idle, and tells. The lines: as common_lines::assign.
    void tick(std::size_t own_lines, std::size_t lines);

private:
    struct lane;
    class ear;

    void raise(const std::string& why) override;
    void work();
    boost::asio::awaitable<void> conduct();
    boost::asio::awaitable<void> beat();
    [[nodiscard]] bool may_begin() const;
    void start(const lane_task& task);
    boost::asio::awaitable<void> try_again(const lane_task& task);
    void tell_of_waiting(const lane_task& task, const std::string& held_by);
    base::result<void> take_portal(lane& which, const model::run_header& header);
    base::result<void> begin(lane& which);
    boost::asio::awaitable<void> live(std::list<lane>::iterator which);
    boost::asio::awaitable<void> give_up_waiting(std::shared_ptr<bool> settled);
    void settle(bool& settled);
    void count_ended();
    void tell_end(const lane_task& which, ended_lane how);
    std::shared_ptr<portal::trust> trust_in(const std::string& ca_file);

    settings how_;
    boost::asio::io_context context_{1};
    async::system_clock_source clock_;
    journal::store journal_;
    journal::portal_locks locks_;  // of the portals that its runs have
    std::vector<lane_task> tasks_;
    boost::asio::any_io_executor home_;
    lane_listener& listener_;

    dispatch::common_lines lines_;
    std::map<std::string, std::shared_ptr<portal::trust>> trusts_;
    std::list<lane> lanes_;
    std::set<std::size_t> waiting_;  // places of the runs that were told to wait
    std::size_t next_ = 0;
    std::size_t ended_ = 0;
    std::size_t beginning_ = 0;
    pacing::admission admission_;
    std::optional<pacing::stop_verdict> stopped_;
    lane_progress progress_;
    std::unique_ptr<async::bell> all_ended_;
    std::optional<async::task_group> running_;
    std::exception_ptr failed_;
    std::thread thread_;
};

}  // namespace cli
