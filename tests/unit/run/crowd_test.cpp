#include "run/crowd.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <numeric>
#include <vector>

namespace {

run::crowd_limits limits(std::size_t portals, std::size_t threads = 2) {
    run::crowd_limits made;
    made.portals = portals;
    made.threads = threads;
    made.open_files = 20'000;
    return made;
}

std::vector<std::uint64_t> loads(
    const std::vector<std::uint64_t>& users,
    const std::vector<std::size_t>& where,
    std::size_t threads
) {
    std::vector<std::uint64_t> made(threads);
    for (std::size_t i = 0; i < users.size(); ++i) made[where[i]] += users[i];
    return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(crowd)

BOOST_AUTO_TEST_CASE(no_more_threads_than_there_is_work_for) {
    BOOST_TEST(run::crowd_within(limits(2000, 8)).threads == 8U);
    BOOST_TEST(run::crowd_within(limits(3, 8)).threads == 3U);
    auto few = limits(2000, 8);
    few.total_connections = 2;
    BOOST_TEST(run::crowd_within(few).threads == 2U);
    BOOST_TEST(run::crowd_within(few).lines == 2U);
}

BOOST_AUTO_TEST_CASE(a_portal_keeps_its_part_of_the_connections_open_and_one_at_the_least) {
    BOOST_TEST(run::crowd_within(limits(2)).idle == 8U);
    BOOST_TEST(run::crowd_within(limits(128)).idle == 4U);
    BOOST_TEST(run::crowd_within(limits(2000)).idle == 1U);
}

BOOST_AUTO_TEST_CASE(all_at_once_where_that_many_files_may_be_open) {
    const auto made = run::crowd_within(limits(2000));
    BOOST_TEST(made.portals == 2000U);
    BOOST_TEST(made.lines == 512U);
}

BOOST_AUTO_TEST_CASE(few_open_files_are_enough_for_any_number_of_portals) {
    for (const std::size_t files : {0U, 64U, 256U, 1024U, 4096U})
        for (const std::size_t portals : {1U, 7U, 100U, 2000U, 10'000U}) {
            auto tight = limits(portals);
            tight.open_files = files;
            const auto made = run::crowd_within(tight);
            BOOST_TEST(made.portals >= made.threads);
            BOOST_TEST(made.portals <= portals);
            BOOST_TEST(made.lines >= made.threads);
            BOOST_TEST(made.idle >= 1U);
            if (files >= 256U)
                BOOST_TEST(
                    48 + 8 * made.threads + made.lines + made.portals * (1 + made.idle) <= files
                );
        }
}

BOOST_AUTO_TEST_CASE(threads_have_about_the_same_to_do) {
    const std::vector<std::uint64_t> users{5, 5, 900, 5, 5, 400, 500, 5, 5, 0};
    const auto where = run::spread(users, 2);
    const auto load = loads(users, where, 2);
    BOOST_TEST(load[0] + load[1] == 1830U);
    BOOST_TEST(std::max(load[0], load[1]) - std::min(load[0], load[1]) <= 10U);
}

BOOST_AUTO_TEST_CASE(portals_that_are_alike_are_spread_evenly) {
    for (const std::uint64_t each : {0U, 5U}) {
        const std::vector<std::uint64_t> users(2001, each);
        const auto where = run::spread(users, 4);
        for (std::size_t thread = 0; thread < 4; ++thread) {
            const auto count = std::ranges::count(where, thread);
            BOOST_TEST((count == 500 || count == 501));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
