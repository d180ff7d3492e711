#pragma once

#include "catalog/definitions.hpp"
#include "dispatch/lane.hpp"
#include "support/jobs.hpp"
#include "support/manual_clock.hpp"
#include "support/memory_journal.hpp"
#include "support/small_portal.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>

namespace support {

// A lane with everything around it, in virtual time.
struct lane_play {
    boost::asio::io_context context;
    manual_clock clock;
    small_portal portal{clock};
    memory_journal journal;
    job_list jobs;
    deaf_progress progress;
    dispatch::shared_budget* budget = nullptr;  // nobody else is here
    dispatch::lane_options options;
    std::optional<dispatch::lane> lane;
    std::optional<dispatch::lane_end> end;

    lane_play() {
        options.limits = {.burst = 50, .rate = 20};
        options.board.retry = {.retries = 6};
        portal.latency = std::chrono::milliseconds(5);
    }

    void add(int users) {
        for (int i = 1; i <= users; ++i) {
            jobs.items.push_back(item(i, {settings_step({set("view", "week")})}));
            jobs.items.back().number = model::job_number(static_cast<std::uint64_t>(i - 1));
        }
    }
    void start() { start_with(progress); }
    void start_with(dispatch::progress_port& watcher) {
        lane.emplace(
            context.get_executor(),
            clock,
            dispatch::lane_ports{portal, journal, watcher, jobs, budget},
            catalog::definitions::built_in(),
            options
        );
        boost::asio::co_spawn(
            context,
            lane->run(),
            [this](std::exception_ptr failed, dispatch::lane_end ended) {
                if (failed) std::rethrow_exception(failed);
                end = std::move(ended);
            }
        );
    }
    void run() { run_with(progress); }
    void run_with(dispatch::progress_port& watcher) {
        start_with(watcher);
        clock.run(context);
        BOOST_REQUIRE_MESSAGE(end.has_value(), "the lane hangs");
    }
};

}  // namespace support
