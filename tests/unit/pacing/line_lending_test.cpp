#include "pacing/line_lending.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <deque>
#include <random>
#include <vector>

namespace {

using namespace std::chrono_literals;
using pacing::line_lending;
using party = line_lending::party;

constexpr auto hangs_after = line_lending::patience;
const base::time_point start{1000h};

std::vector<party> join(line_lending& all, std::size_t lanes) {
    std::vector<party> made;
    for (std::size_t i = 0; i < lanes; ++i) made.push_back(all.join());
    return made;
}

// As many as he gets.
std::size_t take_all(line_lending& all, party who, std::size_t most, base::time_point now) {
    std::size_t got = 0;
    while (got < most && all.take(who, now)) ++got;
    return got;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lines_in_common)

BOOST_AUTO_TEST_CASE(who_is_alone_may_use_all_of_them) {
    line_lending all(5);
    const auto who = all.join();
    BOOST_TEST(take_all(all, who, 100, start) == 5U);
    all.answered(who, start);
    BOOST_TEST(all.take(who, start));
    BOOST_TEST(!all.take(who, start));
}

BOOST_AUTO_TEST_CASE(what_one_does_not_use_is_lent_to_another) {
    line_lending all(8);
    const auto who = join(all, 4);
    BOOST_TEST(all.part(0) == 2U);
    BOOST_TEST(take_all(all, who[0], 1, start) == 1U);
    BOOST_TEST(take_all(all, who[1], 100, start) == 7U);
    BOOST_TEST(all.in_use() == 8U);
}

BOOST_AUTO_TEST_CASE(nobody_waits_for_his_own_part_whatever_is_lent) {
    line_lending all(8);
    const auto who = join(all, 4);
    BOOST_TEST(take_all(all, who[0], 100, start) == 8U);
    for (const auto each : {who[1], who[2], who[3]})
        BOOST_TEST(take_all(all, each, 2, start) == 2U);
    // What was lent comes on top, and is not lent again when it comes back.
    BOOST_TEST(all.in_use() == 14U);
    for (int i = 0; i < 6; ++i) {
        all.answered(who[0], start);
        BOOST_TEST(!all.take(who[0], start));
    }
    BOOST_TEST(all.in_use() == 8U);
    all.answered(who[0], start);
    BOOST_TEST(all.take(who[0], start));
}

BOOST_AUTO_TEST_CASE(one_that_hangs_keeps_no_more_than_its_own_part_from_others) {
    line_lending all(8);
    const auto who = join(all, 4);
    BOOST_TEST(take_all(all, who[0], 100, start) == 8U);  // and never answers
    const auto later = start + hangs_after;
    // As if it had its part: six are left to the others, to whichever of them.
    BOOST_TEST(take_all(all, who[1], 100, later) == 6U);
    BOOST_TEST(!all.take(who[0], later));
    BOOST_TEST(take_all(all, who[2], 100, later) == 2U);
    BOOST_TEST(take_all(all, who[3], 100, later) == 2U);
}

BOOST_AUTO_TEST_CASE(who_hangs_and_answers_again_is_lent_to_again) {
    line_lending all(4);
    const auto who = join(all, 2);
    BOOST_TEST(take_all(all, who[0], 3, start) == 3U);
    const auto later = start + hangs_after;
    BOOST_TEST(!all.take(who[0], later));
    all.answered(who[0], later);
    BOOST_TEST(take_all(all, who[0], 100, later) == 2U);
    // Answers in time keep it from being taken for one that hangs.
    auto now = later;
    for (int i = 0; i < 5; ++i) {
        now += hangs_after - 1ms;
        all.answered(who[0], now);
        BOOST_TEST(all.take(who[0], now), i);
    }
}

BOOST_AUTO_TEST_CASE(any_number_that_hang_leave_the_others_what_is_theirs) {
    line_lending all(100);
    const auto who = join(all, 50);
    for (std::size_t i = 0; i < 40; ++i) take_all(all, who[i], 8, start);
    const auto later = start + hangs_after;
    // Forty hang on their parts, two each; twenty are left, ten beside the others' own parts.
    std::size_t got = 0;
    for (std::size_t i = 40; i < 50; ++i) got += take_all(all, who[i], 2, later);
    BOOST_TEST(got == 20U);
    BOOST_TEST(!all.take(who[40], later));
}

BOOST_AUTO_TEST_CASE(with_more_lanes_than_lines_everybody_stands_in_line) {
    line_lending all(2);
    const auto who = join(all, 4);
    BOOST_TEST(all.part(0) == 0U);
    BOOST_TEST(all.take(who[0], start));
    BOOST_TEST(all.take(who[1], start));
    BOOST_TEST(!all.take(who[2], start));
    BOOST_TEST(!all.take(who[0], start));  // has one already
    BOOST_TEST(!all.take(who[3], start));
    BOOST_TEST(all.next_turns(start).empty());
    all.answered(who[1], start);
    BOOST_TEST(all.next_turns(start) == std::vector{who[2]}, boost::test_tools::per_element());
    BOOST_TEST(!all.take(who[1], start));  // it is somebody else's turn
    BOOST_TEST(all.take(who[2], start));
    // Who has nothing under way goes before who came earlier and has; among those, who came first.
    all.answered(who[0], start);
    BOOST_TEST(all.next_turns(start) == std::vector{who[0]}, boost::test_tools::per_element());
    BOOST_TEST(all.take(who[0], start));
    all.answered(who[2], start);
    BOOST_TEST(all.next_turns(start) == std::vector{who[3]}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_turn_is_told_once_and_goes_to_the_next_who_wants_it) {
    line_lending all(1);
    const auto who = join(all, 3);
    BOOST_TEST(all.take(who[0], start));
    BOOST_TEST(!all.take(who[1], start));
    BOOST_TEST(!all.take(who[2], start));
    all.answered(who[0], start);
    BOOST_TEST(all.next_turns(start) == std::vector{who[1]}, boost::test_tools::per_element());
    BOOST_TEST(all.next_turns(start).empty());
    all.step_aside(who[1]);
    BOOST_TEST(all.next_turns(start) == std::vector{who[2]}, boost::test_tools::per_element());
    BOOST_TEST(all.take(who[2], start));
    all.give_back(who[2], start);
    BOOST_TEST(all.take(who[1], start));
}

BOOST_AUTO_TEST_CASE(hanging_lanes_beyond_the_lines_cost_nothing_after_a_while) {
    line_lending all(3);
    const auto who = join(all, 10);
    for (std::size_t i = 0; i < 3; ++i) BOOST_TEST(all.take(who[i], start));
    BOOST_TEST(!all.take(who[3], start + hangs_after - 1ns));
    BOOST_TEST(all.next_turns(start + hangs_after - 1ns).empty());
    BOOST_TEST(
        all.next_turns(start + hangs_after) == std::vector{who[3]}, boost::test_tools::per_element()
    );
    const auto later = start + hangs_after;
    for (std::size_t i = 3; i < 6; ++i) BOOST_TEST(all.take(who[i], later));
    BOOST_TEST(!all.take(who[6], later));
}

BOOST_AUTO_TEST_CASE(parts_grow_when_one_leaves_and_who_stands_in_line_hears_of_it) {
    line_lending all(6);
    const auto who = join(all, 3);
    for (const auto each : who) BOOST_TEST(take_all(all, each, 2, start) == 2U);
    BOOST_TEST(!all.take(who[0], start));
    BOOST_TEST(!all.take(who[1], start));
    all.answered(who[2], start);
    all.answered(who[2], start);
    all.leave(who[2]);
    BOOST_TEST(all.part(0) == 3U);
    BOOST_TEST(all.next_turns(start).size() == 2U);
    BOOST_TEST(all.take(who[0], start));
    BOOST_TEST(all.take(who[1], start));
    BOOST_TEST(all.join() == who[2]);
}

BOOST_AUTO_TEST_CASE(lines_may_be_lent_away_and_from_elsewhere) {
    line_lending all(4);
    const auto who = join(all, 2);
    all.lend(9);
    BOOST_TEST(take_all(all, who[0], 100, start) == 9U);
    all.lend(2);
    BOOST_TEST(take_all(all, who[1], 100, start) == 2U);  // its own part, all the same
    for (int i = 0; i < 9; ++i) all.answered(who[0], start);
    BOOST_TEST(take_all(all, who[0], 100, start) == 2U);
    all.own(8);
    BOOST_TEST(all.part(0) == 4U);
    BOOST_TEST(take_all(all, who[0], 100, start) == 2U);
}

// Any order of events, from a seed: nobody is refused his own part, nothing is lent that is not
// there, and whoever stands in line gets his turn.
BOOST_AUTO_TEST_CASE(holds_for_any_order_of_events) {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        std::mt19937_64 chance(seed);
        const auto below = [&](std::size_t bound) {
            return static_cast<std::size_t>(chance() % bound);
        };
        const std::size_t lines = 1 + below(20);
        line_lending all(lines);
        const auto who = join(all, 1 + below(30));
        std::vector<std::size_t> use(who.size());
        std::vector<std::size_t> waited(who.size());
        auto now = start;
        for (int event = 0; event < 3000; ++event) {
            now += std::chrono::milliseconds(below(20));
            const auto one = below(who.size());
            if (below(2) == 0) {
                const auto before = all.in_use();
                if (all.take(who[one], now)) {
                    BOOST_TEST((use[one] < all.part(0) || before < lines));
                    ++use[one];
                    waited[one] = 0;
                } else {
                    BOOST_TEST(use[one] >= all.part(0));
                }
            } else if (use[one] != 0) {
                all.answered(who[one], now);
                --use[one];
                for (auto& each : waited) ++each;
            }
            for (const auto turn : all.next_turns(now)) {
                BOOST_TEST(all.take(turn, now));
                ++use[turn];
                waited[turn] = 0;
            }
        }
        // Answers of the others bring everybody his turn.
        for (std::size_t round = 0; round < 40 * who.size() && all.in_line() != 0; ++round) {
            const auto one = round % who.size();
            if (use[one] == 0) continue;
            all.answered(who[one], now);
            --use[one];
            for (const auto turn : all.next_turns(now)) {
                BOOST_TEST(all.take(turn, now));
                ++use[turn];
            }
        }
        BOOST_TEST(all.in_line() == 0U, "seed " << seed);
    }
}

// Somebody who always wants one more, on one line: how often each gets it.
BOOST_AUTO_TEST_CASE(in_line_turns_are_as_the_weights_are) {
    line_lending all(1);
    const std::vector<std::size_t> weights{1, 2, 5};
    std::vector<party> who;
    for (const auto each : weights) who.push_back(all.join(each));
    std::vector<std::size_t> got(3);
    auto has = who.front();
    BOOST_REQUIRE(all.take(has, start));
    for (const auto each : who) static_cast<void>(all.take(each, start));
    for (int turn = 0; turn < 80; ++turn) {
        all.answered(has, start);
        const auto next = all.next_turns(start);
        BOOST_REQUIRE(next.size() == 1U);
        has = next.front();
        BOOST_REQUIRE(all.take(has, start));
        ++got[has];
        BOOST_REQUIRE(!all.take(has, start));
    }
    BOOST_TEST(got == (std::vector<std::size_t>{10, 20, 50}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(own_parts_are_as_the_weights_are) {
    line_lending all(12);
    const auto heavy = all.join(4);
    const auto light = all.join();
    const auto other = all.join();
    BOOST_TEST(all.part(heavy) == 8U);
    BOOST_TEST(all.part(light) == 2U);
    BOOST_TEST(take_all(all, other, 100, start) == 12U);
    BOOST_TEST(take_all(all, heavy, 100, start) == 8U);
    BOOST_TEST(take_all(all, light, 100, start) == 2U);
}

// Whoever has given up waiting is not behind those who came after him.
BOOST_AUTO_TEST_CASE(who_stepped_aside_has_lost_no_turn) {
    line_lending all(1);
    const auto who = join(all, 3);
    BOOST_REQUIRE(all.take(who[0], start));
    for (int i = 0; i < 5; ++i) {
        BOOST_TEST(!all.take(who[1], start));
        all.step_aside(who[1]);
    }
    BOOST_TEST(!all.take(who[1], start));
    BOOST_TEST(!all.take(who[2], start));
    all.answered(who[0], start);
    BOOST_TEST(all.next_turns(start).front() == who[1]);
}

BOOST_AUTO_TEST_SUITE_END()
