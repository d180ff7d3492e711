// Many portals on one thread. Each has a lane of its own with its own bucket, breaker and order of
// work, so the only thing in which one could be in another's way, but for the processor, is how
// many requests may be under way at once over all of them.
#include "simulation/crowd.hpp"

#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <utility>

using namespace std::chrono_literals;
using model::user_outcome;

namespace {

using simulation::live_alone;
using simulation::live_together;
using simulation::neighbour;

neighbour hanging() {
    neighbour made;
    made.orders = {{"faults", {boost::json::object{{"kind", "hang"}, {"probability", 1.0}}}}};
    return made;
}

neighbour refusing() {
    neighbour made;
    made.orders = {{"overload", true}};
    return made;
}

// Of one's own, without a limit that anybody reaches.
neighbour huge() {
    neighbour made;
    made.users = 1000;
    made.limits = {.burst = 10'000, .rate = 10'000};
    made.connections = 64;
    return made;
}

std::uint64_t users(const simulation::neighbour_end& of, user_outcome which) {
    const auto found = of.summary.users.find(which);
    return found == of.summary.users.end() ? 0 : found->second;
}

std::string milliseconds(base::duration what) {
    return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(what).count()) +
           " ms";
}

// That it was done, and as soon as without the others.
void check_undisturbed(
    const simulation::neighbour_end& one, const simulation::neighbour_end& alone
) {
    BOOST_TEST((one.summary.end == model::run_end::complete));
    BOOST_TEST(users(one, user_outcome::changed) == users(alone, user_outcome::changed));
    BOOST_TEST(one.refusals == 0U);
    BOOST_TEST(
        (one.took == alone.took), milliseconds(one.took) + " and " + milliseconds(alone.took)
    );
}

}  // namespace

BOOST_AUTO_TEST_SUITE(crowd)

BOOST_AUTO_TEST_CASE(every_portal_takes_its_own_least_time_and_little_more) {
    const std::vector<neighbour> all(200);
    const auto end = live_together(all, 512);
    for (const auto& each : end.each) {
        BOOST_TEST((each.summary.end == model::run_end::complete));
        BOOST_TEST(users(each, user_outcome::changed) == 5U);
        BOOST_TEST(each.summary.lane.requests == 10U);
        BOOST_TEST(each.refusals == 0U);
        const auto least = least_time(all.front(), each.summary.lane.requests);
        BOOST_TEST(
            (each.took <= least * 103 / 100), milliseconds(each.took) + " of " + milliseconds(least)
        );
    }
}

BOOST_AUTO_TEST_CASE(one_that_hangs_costs_the_others_nothing) {
    const auto alone = live_alone({});
    for (const std::size_t lines : {512U, 84U}) {  // and where there are just enough for all
        std::vector<neighbour> all(20);
        all.push_back(hanging());
        std::rotate(all.begin(), all.end() - 1, all.end());
        const auto end = live_together(all, lines);
        BOOST_TEST((end.each[0].summary.end == model::run_end::unavailable));
        for (std::size_t i = 1; i < all.size(); ++i) check_undisturbed(end.each[i], alone);
    }
}

BOOST_AUTO_TEST_CASE(one_that_refuses_costs_the_others_nothing) {
    const auto alone = live_alone({});
    std::vector<neighbour> all(20);
    all.push_back(refusing());
    const auto end = live_together(all, 84);
    BOOST_TEST((end.each.back().summary.end == model::run_end::portal_stopped));
    for (std::size_t i = 0; i + 1 < all.size(); ++i) check_undisturbed(end.each[i], alone);
}

BOOST_AUTO_TEST_CASE(a_huge_one_takes_what_the_small_ones_leave_and_no_more) {
    const auto alone = live_alone({});
    std::vector<neighbour> all(20);
    all.push_back(huge());
    const auto end = live_together(all, 84);  // four for each
    for (std::size_t i = 0; i + 1 < all.size(); ++i) check_undisturbed(end.each[i], alone);
    const auto& large = end.each.back();
    BOOST_TEST(users(large, user_outcome::changed) == 1000U);
    // Its own part are four; what the small ones, which wait most of the time, do not use is lent.
    BOOST_TEST(large.most_under_way > 40U);
    const auto own_part_alone = 2000.0 / 4 * 0.04;
    BOOST_TEST(std::chrono::duration<double>(large.took).count() < own_part_alone / 4);
}

BOOST_AUTO_TEST_CASE(half_of_them_hang_and_the_other_half_does_not_notice) {
    const auto alone = live_alone({});
    std::vector<neighbour> all;
    for (int i = 0; i < 40; ++i) all.push_back(i % 2 == 0 ? hanging() : neighbour());
    const auto end = live_together(all, 160);
    for (std::size_t i = 1; i < all.size(); i += 2) check_undisturbed(end.each[i], alone);
}

BOOST_AUTO_TEST_CASE(more_portals_than_lines_share_them_in_turn) {
    const auto alone = live_alone({});
    const std::vector<neighbour> all(100);
    const auto end = live_together(all, 20);
    BOOST_TEST(end.most_under_way == 20U);
    for (const auto& each : end.each) {
        BOOST_TEST(users(each, user_outcome::changed) == 5U);
        BOOST_TEST(each.refusals == 0U);
        // A hundred bursts of four at once are twenty turns of 40 ms; no step after that needs
        // more.
        BOOST_TEST((each.took <= alone.took + 20 * 40ms), milliseconds(each.took));
    }
}

// Where there are more portals than lines, one that hangs holds a line until it is known to hang;
// that is the whole of it, and it is as little as one line in twenty.
BOOST_AUTO_TEST_CASE(with_few_lines_one_that_hangs_holds_one_of_them_for_a_while) {
    std::vector<neighbour> all(100);
    const auto without = live_together(all, 20);
    all.front() = hanging();
    const auto with = live_together(all, 20);
    base::duration worst{};
    for (std::size_t i = 1; i < all.size(); ++i) {
        BOOST_TEST(users(with.each[i], user_outcome::changed) == 5U);
        worst = std::max(worst, with.each[i].took - without.each[i].took);
    }
    BOOST_TEST((worst <= 200ms), milliseconds(worst));
}

BOOST_AUTO_TEST_CASE(even_more_that_hang_than_there_are_lines_only_delay_the_others) {
    std::vector<neighbour> all;
    for (int i = 0; i < 30; ++i) all.push_back(hanging());
    for (int i = 0; i < 30; ++i) all.emplace_back();
    const auto end = live_together(all, 10);
    const auto alone = live_alone({});
    for (std::size_t i = 30; i < all.size(); ++i) {
        BOOST_TEST(users(end.each[i], user_outcome::changed) == 5U);
        BOOST_TEST((end.each[i].took <= alone.took + 35s), milliseconds(end.each[i].took));
    }
}

BOOST_AUTO_TEST_SUITE_END()
