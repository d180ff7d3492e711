#include "pacing/line_division.hpp"

#include <boost/test/unit_test.hpp>

#include <ostream>
#include <random>

namespace pacing {

std::ostream& operator<<(std::ostream& to, const line_part& what) {
    return to << what.own << " own, " << what.present << " now";
}

}  // namespace pacing

namespace {

using pacing::divide_lines;
using pacing::line_demand;
using parts = std::vector<pacing::line_part>;

}  // namespace

BOOST_AUTO_TEST_SUITE(line_division)

BOOST_AUTO_TEST_CASE(rows) {
    struct row {
        const char* name;
        std::size_t lines;
        std::vector<line_demand> threads;
        parts expected;
    };
    const row rows[] = {
        {"one thread has them all", 10, {{3, 2, false}}, {{10, 10}}},
        {"nobody is in want: all by their lanes",
         12,
         {{1, 0, false}, {2, 0, false}},
         {{4, 4}, {8, 8}}},
        {"all are in want: everybody his own", 12, {{1, 4, true}, {2, 8, true}}, {{4, 4}, {8, 8}}},
        {"what one does not use is lent to who is in want",
         12,
         {{1, 4, true}, {1, 2, false}},
         {{6, 10}, {6, 2}}},
        {"what nobody needs is left to all", 12, {{1, 2, false}, {1, 4, false}}, {{6, 5}, {6, 7}}},
        {"a thread that has ended leaves everything",
         12,
         {{0, 0, false}, {1, 3, true}},
         {{1, 1}, {12, 12}}},
        {"nobody is without a line",
         2,
         {{1, 1, true}, {1, 1, true}, {1, 1, true}},
         {{1, 1}, {1, 1}, {1, 1}}},
        {"there is no thread", 4, {}, {}},
    };
    for (const auto& each : rows) BOOST_TEST_CONTEXT(each.name)
    BOOST_TEST(
        divide_lines(each.lines, each.threads) == each.expected, boost::test_tools::per_element()
    );
}

// By chance: all lines are somebody's and no more than there are, and who is in want never has
// less than his own.
BOOST_AUTO_TEST_CASE(nothing_is_lost_and_nobody_lends_what_he_needs) {
    std::mt19937_64 chance(11);
    for (int round = 0; round < 2000; ++round) {
        std::vector<line_demand> threads(1 + chance() % 8);
        for (auto& each : threads) each = {1 + chance() % 9, chance() % 20, chance() % 2 == 0};
        const std::size_t lines = threads.size() * 9 + chance() % 100;
        const auto got = divide_lines(lines, threads);
        std::size_t own = 0;
        std::size_t present = 0;
        for (std::size_t at = 0; at < got.size(); ++at) {
            own += got[at].own;
            present += got[at].present;
            if (threads[at].in_want) BOOST_TEST(got[at].present + 1 >= got[at].own);
        }
        BOOST_TEST(own == lines);
        BOOST_TEST(present == lines);
    }
}

BOOST_AUTO_TEST_SUITE_END()
