#include "pacing/admission.hpp"

#include <boost/test/unit_test.hpp>

using namespace std::chrono_literals;

namespace {

const base::time_point start{100h};

constexpr pacing::admission_limits limits{
    .most_beginning = 3, .apart = 8ms, .late = 4ms, .longest_wait = 100ms
};

// Begins whatever may begin at the ticks of a clock, none of which is answered.
std::size_t begun_within(
    pacing::admission& at, base::time_point from, base::duration how_long, std::size_t beginning = 0
) {
    std::size_t begun = 0;
    for (auto now = from; now < from + how_long; now += 1ms) {
        if (!at.may_begin(beginning, now)) continue;
        at.begun(now);
        ++begun;
    }
    return begun;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(admission)

BOOST_AUTO_TEST_CASE(the_first_one_begins_at_once) {
    const pacing::admission fresh(limits);
    BOOST_TEST(fresh.may_begin(0, start));
}

BOOST_AUTO_TEST_CASE(the_others_begin_one_after_the_other) {
    pacing::admission lanes(limits);
    lanes.begun(start);
    BOOST_TEST(!lanes.may_begin(1, start));
    BOOST_TEST(!lanes.may_begin(1, start + 7ms));
    BOOST_TEST(lanes.may_begin(1, start + 8ms));
    BOOST_TEST(begun_within(lanes, start + 8ms, 1s) == 125U);
}

BOOST_AUTO_TEST_CASE(so_many_that_have_had_no_answer_are_enough) {
    pacing::admission lanes(limits);
    BOOST_TEST(lanes.may_begin(2, start));
    BOOST_TEST(!lanes.may_begin(3, start));
    lanes.begun(start);
    BOOST_TEST(!lanes.may_begin(3, start + 1h));
}

// Even where it is never in time they begin, slowly.
BOOST_AUTO_TEST_CASE(where_a_thread_comes_late_few_begin) {
    pacing::admission lanes(limits);
    lanes.begun(start);
    lanes.beat(start + 4ms, start + 9ms);
    BOOST_TEST(!lanes.may_begin(1, start + 50ms));
    BOOST_TEST(lanes.may_begin(1, start + 100ms));
    BOOST_TEST(begun_within(lanes, start + 100ms, 1s) == 10U);
}

BOOST_AUTO_TEST_CASE(in_time_again_it_goes_on_as_before) {
    pacing::admission lanes(limits);
    lanes.begun(start);
    lanes.beat(start + 4ms, start + 20ms);
    BOOST_TEST(!lanes.may_begin(1, start + 24ms));
    lanes.beat(start + 20ms, start + 24ms);
    BOOST_TEST(lanes.may_begin(1, start + 24ms));
}

BOOST_AUTO_TEST_SUITE_END()
