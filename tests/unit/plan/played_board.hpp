#pragma once

#include "plan/board.hpp"
#include "support/jobs.hpp"
#include "support/manual_clock.hpp"
#include "support/small_portal.hpp"

#include <boost/test/unit_test.hpp>

#include <deque>
#include <utility>
#include <vector>

// Drives a board against a small portal, with up to `window` requests in flight, which are answered
// in the order of their leaving. Time stands still unless nothing but time is left to wait for.
struct played_board {
    support::manual_clock clock;
    support::small_portal portal{clock};
    plan::board_options options;
    std::size_t window = 1;
    std::vector<model::request> requests;
    std::vector<model::job_result> closed;

    void run(std::vector<model::work_item> items) {
        plan::board board(catalog::definitions::built_in(), options);
        std::deque<std::pair<model::request, model::reply>> in_flight;
        std::size_t opened = 0;
        for (int turn = 0;; ++turn) {
            BOOST_REQUIRE_MESSAGE(turn < 100'000, "the board never ends");
            while (opened < items.size() && board.has_room()) board.open(items[opened++], {});
            const auto more =
                opened < items.size() ? plan::source::has_more : plan::source::exhausted;
            auto request = in_flight.size() < window ? board.next(clock.now(), more) : std::nullopt;
            if (request) {
                requests.push_back(*request);
                auto reply = portal.answer(*request);
                in_flight.emplace_back(std::move(*request), std::move(reply));
            } else if (!in_flight.empty()) {
                board.settle(
                    in_flight.front().first, in_flight.front().second, {clock.now(), 0.5}, {}
                );
                in_flight.pop_front();
            } else if (board.open_jobs() == 0 && more == plan::source::exhausted) {
                break;
            } else if (board.open_jobs() != 0) {
                BOOST_REQUIRE(board.ready_at() != base::time_point::max());
                clock.advance(board.ready_at() - clock.now());
            }
            for (auto& each : board.take_closed()) closed.push_back(std::move(each));
        }
        for (auto& each : board.take_closed()) closed.push_back(std::move(each));
    }
};
