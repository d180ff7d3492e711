#include "dispatch/common_lines.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>

using namespace std::chrono_literals;

namespace {

const base::time_point start{100h};

// A lane: counts how often it was told that it is worth asking again.
struct lane {
    explicit lane(dispatch::common_lines& of) : lines(of.join()) {
        lines->on_turn([this] { ++told; });
    }

    std::unique_ptr<dispatch::line_share> lines;
    int told = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(common_lines)

BOOST_AUTO_TEST_CASE(who_stands_in_line_is_told_when_a_line_is_free) {
    dispatch::common_lines all(1);
    lane first(all);
    lane second(all);
    BOOST_TEST(first.lines->take(start));
    BOOST_TEST(!second.lines->take(start));
    BOOST_TEST(second.lines->stands_in_line());
    BOOST_TEST(second.told == 0);
    first.lines->answered(start + 1s);
    BOOST_TEST(second.told == 1);
    BOOST_TEST(second.lines->take(start + 1s));
    BOOST_TEST(!second.lines->stands_in_line());
    BOOST_TEST(first.told == 0);
}

// Other threads lend lines, and take them back.
BOOST_AUTO_TEST_CASE(more_lines_are_told_of_and_fewer_wait_for_answers) {
    dispatch::common_lines all(1);
    lane first(all);
    lane second(all);
    lane third(all);
    BOOST_TEST(first.lines->take(start));
    BOOST_TEST(!second.lines->take(start));
    BOOST_TEST(!third.lines->take(start));
    all.assign(1, 2, start + 1s);
    BOOST_TEST(second.told == 1);
    BOOST_TEST(third.told == 0);
    BOOST_TEST(second.lines->take(start + 1s));
    all.assign(1, 1, start + 2s);
    first.lines->answered(start + 3s);
    BOOST_TEST(third.told == 0);  // the line that was lent goes back first
    second.lines->answered(start + 4s);
    BOOST_TEST(third.told == 1);
    BOOST_TEST(third.lines->take(start + 4s));
}

BOOST_AUTO_TEST_CASE(what_a_lane_leaves_behind_is_free_again) {
    dispatch::common_lines all(1);
    auto gone = std::make_unique<lane>(all);
    lane waits(all);
    BOOST_TEST(gone->lines->take(start));
    BOOST_TEST(!waits.lines->take(start));
    gone.reset();
    BOOST_TEST(waits.told == 1);
    BOOST_TEST(waits.lines->take(start));
}

// So much a thread tells the others of what it needs.
BOOST_AUTO_TEST_CASE(the_demand_is_that_since_it_was_last_asked) {
    dispatch::common_lines all(2);
    lane first(all);
    lane second(all);
    lane third(all);
    BOOST_TEST(first.lines->take(start));
    auto seen = all.take_demand();
    BOOST_TEST(seen.weight == 3U);
    BOOST_TEST(seen.most_in_use == 1U);
    BOOST_TEST(!seen.in_want);

    BOOST_TEST(second.lines->take(start));
    BOOST_TEST(!third.lines->take(start));
    third.lines->step_aside(start);
    first.lines->answered(start + 1s);
    second.lines->answered(start + 1s);
    seen = all.take_demand();
    BOOST_TEST(seen.most_in_use == 2U);
    BOOST_TEST(seen.in_want);
    BOOST_TEST(all.take_demand().most_in_use == 0U);
    BOOST_TEST(!all.take_demand().in_want);
}

BOOST_AUTO_TEST_SUITE_END()
