#include "pacing/waves.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <vector>

namespace {

using sizes = std::vector<std::uint64_t>;

constexpr pacing::wave_size users(double count) {
    return {count, pacing::wave_size::unit::users};
}
constexpr pacing::wave_size percent(double part) {
    return {part, pacing::wave_size::unit::percent};
}

struct row {
    const char* name;
    std::vector<pacing::wave_size> asked;
    std::uint64_t selected;
    sizes expected;
};

const row rows[] = {
    {"nothing asked for", {}, 100, {}},
    {"nobody selected", {users(1), percent(100)}, 0, {}},
    {"the example", {users(1), percent(5), percent(25), percent(100)}, 100, {1, 5, 25, 69}},
    {"a part is of all, not of those left", {percent(50), percent(50)}, 10, {5, 5}},
    {"a part is rounded down", {percent(33), percent(100)}, 10, {3, 7}},
    {"a part is one user at the least", {percent(1), percent(1), percent(100)}, 10, {1, 1, 8}},
    {"a part of a part", {percent(2.5), percent(100)}, 200, {5, 195}},
    {"whom the list leaves over are a last wave", {users(2), users(3)}, 10, {2, 3, 5}},
    {"nobody is left over", {users(4), users(6)}, 10, {4, 6}},
    {"more than there are", {users(4), users(60), percent(100)}, 10, {4, 6}},
    {"fewer users than waves", {users(1), users(1), users(1), percent(100)}, 2, {1, 1}},
    {"a million", {users(1), percent(0.5), percent(100)}, 1'000'000, {1, 5000, 994'999}},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(waves)

BOOST_AUTO_TEST_CASE(sizes_are_numbers_or_parts_of_the_selection_and_nobody_is_left_over) {
    for (const auto& row : rows) BOOST_TEST_CONTEXT(row.name) {
            BOOST_TEST(pacing::sizes_of(row.asked, row.selected) == row.expected);
        }
}

BOOST_AUTO_TEST_CASE(a_wave_that_is_full_takes_nobody_more_and_the_last_one_takes_whoever_is_left) {
    pacing::waves at({1, 2, 3});
    BOOST_TEST(at.count() == 3U);
    BOOST_TEST(!at.is_full());
    at.take_on();
    BOOST_TEST(at.is_full());
    at.advance();
    BOOST_TEST(at.number() == 2U);
    BOOST_TEST(at.size() == 2U);
    at.take_on();
    BOOST_TEST(!at.is_full());
    at.take_on();
    BOOST_TEST(at.is_full());
    at.advance();
    for (int more_than_expected = 0; more_than_expected < 10; ++more_than_expected) {
        BOOST_TEST(!at.is_full());
        at.take_on();
    }
    BOOST_TEST(at.number() == 3U);
}

BOOST_AUTO_TEST_CASE(without_sizes_everybody_is_one_wave) {
    pacing::waves at({});
    for (int i = 0; i < 1000; ++i) at.take_on();
    BOOST_TEST(!at.is_full());
    BOOST_TEST(at.number() == 1U);
    BOOST_TEST(at.count() == 1U);
    BOOST_TEST(at.size() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
