#include "pacing/fair_parts.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <limits>
#include <numeric>
#include <random>

namespace {

using pacing::claim;
using pacing::fair_parts;
using parts = std::vector<std::size_t>;

constexpr std::size_t all_of_it = 1'000'000;

}  // namespace

BOOST_AUTO_TEST_SUITE(parts_of_something_shared)

BOOST_AUTO_TEST_CASE(rows) {
    struct row {
        const char* name;
        std::size_t total;
        std::vector<claim> claims;
        parts expected;
    };
    const row rows[] = {
        {"nobody", 5, {}, {}},
        {"one takes all", 5, {{1, all_of_it}}, {5}},
        {"equal parts", 6, {{1, 9}, {1, 9}, {1, 9}}, {2, 2, 2}},
        {"what does not divide goes to the first", 8, {{1, 9}, {1, 9}, {1, 9}}, {3, 3, 2}},
        {"by weight", 8, {{3, 9}, {1, 9}}, {6, 2}},
        {"what one leaves goes to the others", 9, {{1, 1}, {1, 9}, {1, 9}}, {1, 4, 4}},
        {"and again, where that is enough for another", 12, {{1, 1}, {1, 5}, {1, 9}}, {1, 5, 6}},
        {"all want less", 12, {{1, 1}, {1, 2}}, {1, 2}},
        {"without weight without a part", 4, {{0, 9}, {1, 9}}, {0, 4}},
        {"fewer than there are claims", 2, {{1, 9}, {1, 9}, {1, 9}}, {1, 1, 0}},
        {"nothing to share", 0, {{1, 9}}, {0}},
    };
    for (const auto& each : rows) BOOST_TEST_CONTEXT(each.name)
    BOOST_TEST(
        fair_parts(each.total, each.claims) == each.expected, boost::test_tools::per_element()
    );
}

BOOST_AUTO_TEST_CASE(they_add_up_and_nobody_is_envious) {
    std::mt19937_64 chance(7);
    for (int round = 0; round < 2000; ++round) {
        std::vector<claim> claims(1 + chance() % 12);
        for (auto& each : claims) each = {1, chance() % 40};
        const auto total = static_cast<std::size_t>(chance() % 200);
        const auto got = fair_parts(total, claims);
        std::size_t wanted = 0;
        for (const auto& each : claims) wanted += each.wanted;
        BOOST_TEST(
            std::accumulate(got.begin(), got.end(), std::size_t{0}) == std::min(total, wanted)
        );
        for (std::size_t i = 0; i < got.size(); ++i) {
            BOOST_TEST(got[i] <= claims[i].wanted);
            // Whoever got less than he wanted has, but for the one that does not divide, as much as
            // anybody.
            if (got[i] == claims[i].wanted) continue;
            for (const auto other : got) BOOST_TEST(other <= got[i] + 1);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
