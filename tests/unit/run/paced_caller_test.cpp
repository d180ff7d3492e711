#include "run/paced_caller.hpp"

#include "support/budget_seat.hpp"
#include "support/manual_clock.hpp"
#include "support/memory_journal.hpp"
#include "told_portal.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <exception>
#include <expected>
#include <optional>
#include <string_view>
#include <utility>

using namespace std::chrono_literals;

namespace {

struct move_row {
    std::string_view name;
    model::answer answer;
    std::uint32_t failed;
    run::next_move move;
};

const move_row moves[] = {
    {"an answer", accepted("1"), 1, run::next_move::take_answer},
    {"a passing fault", rejected("", model::reaction::retry), 6, run::next_move::ask_again},
    {"one too many", rejected("", model::reaction::retry), 7, run::next_move::give_up},
    {"a lost answer", model::unknown{""}, 6, run::next_move::ask_again},
    {"the rate", rejected("", model::reaction::slow_down), 70, run::next_move::ask_again},
    {"the budget",
     rejected("", model::reaction::wait_for_budget),
     70,
     run::next_move::wait_for_budget},
    {"no way there",
     model::not_sent{model::not_sent_reason::cannot_connect, ""},
     70,
     run::next_move::ask_again},
    {"no trust", model::not_sent{model::not_sent_reason::untrusted, ""}, 1, run::next_move::give_up
    },
    {"a wrong credential",
     rejected("", model::reaction::stop_credential),
     1,
     run::next_move::give_up},
    {"a stale token", rejected("", model::reaction::refresh_token), 1, run::next_move::give_up},
    {"a portal that is closed",
     rejected("", model::reaction::stop_portal),
     1,
     run::next_move::give_up},
    {"a refusal", rejected("", model::reaction::fail), 1, run::next_move::give_up},
};

using outcome = std::expected<model::accepted, run::call_failure>;

// Somebody who asks the same thing a few times.
struct play {
    boost::asio::io_context context;
    support::manual_clock clock;
    support::memory_journal journal;
    told_portal portal;
    run::caller_options options;
    dispatch::shared_budget* budget = nullptr;

    play() {
        portal.says = [](const auto&) { return accepted("[]"); };
    }

    void ask(int times) {
        run::paced_caller caller(clock, portal, journal, budget, options);
        int answered = 0;
        const auto one_after_another = [&]() -> boost::asio::awaitable<void> {
            for (int i = 0; i < times; ++i) {
                const outcome came = co_await caller.call("department.get", {});
                answered += came ? 1 : 0;
            }
        };
        boost::asio::co_spawn(context, one_after_another(), [](std::exception_ptr failed) {
            if (failed) std::rethrow_exception(failed);
        });
        clock.run(context);
        BOOST_TEST(answered == times);
    }
};

constexpr pacing::bucket_limits limits{.burst = 10, .rate = 5};

struct beside_another : play {
    support::shared_memory shared{limits, clock.now()};
    support::budget_seat ours = shared.seat(0);
    support::budget_seat theirs = shared.seat(1);

    beside_another() {
        options.limits = limits;
        budget = &ours;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(paced_caller)

BOOST_AUTO_TEST_CASE(what_follows_from_an_answer) {
    for (const auto& each : moves)
        BOOST_TEST(
            (run::move_after(each.answer, each.failed, {.retries = 6}) == each.move), each.name
        );
}

BOOST_AUTO_TEST_CASE(what_was_sent_before_counts) {
    play night;
    night.options.limits = {.burst = 3, .rate = 1};
    night.options.past.assign(3, {night.clock.now(), night.clock.now()});
    night.ask(3);
    // Nothing of the burst is left: three requests wait for a second each.
    BOOST_TEST((night.clock.elapsed() >= 3s));
}

BOOST_FIXTURE_TEST_CASE(what_others_on_this_host_send_counts, beside_another) {
    const auto began = clock.now();
    for (int i = 0; i < 10; ++i) BOOST_TEST(!theirs.take(began - 10s).has_value());
    for (int i = 0; i < 10; ++i) theirs.answered(began);
    ask(6);
    BOOST_TEST((clock.elapsed() >= 2s));
}

BOOST_FIXTURE_TEST_CASE(what_the_portal_refuses_is_told_to_the_others, beside_another) {
    bool refused = false;
    portal.says = [&](const model::command&) -> model::answer {
        if (std::exchange(refused, true)) return accepted("[]");
        return rejected("QUERY_LIMIT_EXCEEDED", model::reaction::slow_down);
    };
    ask(1);
    BOOST_TEST(theirs.rate_in_force() == 4.0, boost::test_tools::tolerance(1e-6));
}

BOOST_FIXTURE_TEST_CASE(what_cannot_be_recorded_takes_no_place, beside_another) {
    journal.fails_after = 0;
    run::paced_caller caller(clock, portal, journal, budget, options);
    boost::asio::co_spawn(
        context, caller.call("department.get", {}), [](std::exception_ptr, outcome) {}
    );
    clock.run(context);
    BOOST_TEST(portal.asked.empty());
    int left = 0;
    while (!theirs.take(clock.now() + 5s)) ++left;
    BOOST_TEST(left == 10);
}

BOOST_AUTO_TEST_SUITE_END()
