#include "pacing/run_deadline.hpp"

#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>

using namespace std::chrono_literals;

namespace {

constexpr base::time_point start{std::chrono::hours(1000)};

pacing::deadline_rule in_an_hour(base::duration usual = 20s) {
    return {pacing::run_deadline{start + 1h, "05:30"}, usual};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(run_deadline)

BOOST_AUTO_TEST_CASE(nothing_may_leave_from_the_deadline_on) {
    const auto rule = in_an_hour();
    BOOST_TEST(!rule.forbids(start, start).has_value());
    BOOST_TEST(!rule.forbids(start + 1h - 1ns, start + 1h - 1ns).has_value());
    const auto late = rule.forbids(start + 1h, start + 1h);
    BOOST_TEST_REQUIRE(late.has_value());
    BOOST_TEST(late->how == model::run_end::deadline);
    BOOST_TEST(late->why == "the deadline (05:30) came");
}

BOOST_AUTO_TEST_CASE(what_could_only_leave_later_is_not_waited_for) {
    const auto late = in_an_hour().forbids(start + 2h, start);
    BOOST_TEST_REQUIRE(late.has_value());
    BOOST_TEST(late->why == "nothing more could be sent before the deadline (05:30)");
}

BOOST_AUTO_TEST_CASE(without_one_everything_may_leave) {
    const pacing::deadline_rule rule({}, 20s);
    BOOST_TEST(!rule.forbids(base::time_point::max(), start).has_value());
    BOOST_TEST((rule.at() == base::time_point::max()));
    BOOST_TEST((rule.reply_due(start, 65s) == start + 65s));
}

BOOST_AUTO_TEST_CASE(what_has_left_before_may_finish) {
    const auto rule = in_an_hour();
    struct row {
        const char* name;
        base::duration sent;
        base::duration timeout;
        base::duration due;
    };
    const row rows[] = {
        {"long before", 0s, 65s, 65s},
        {"a minute before", 59min, 65s, 59min + 65s},
        {"its own time-out would be too late", 1h - 10s, 65s, 1h + 30s},
        {"at the last moment", 1h - 1ns, 65s, 1h + 30s},
        {"a short time-out of its own", 1h - 1ns, 5s, 1h + 5s - 1ns},
        {"what left after it all the same", 1h + 10s, 65s, 1h + 40s},
    };
    for (const auto& row : rows) BOOST_TEST_CONTEXT(row.name) {
            BOOST_TEST((rule.reply_due(start + row.sent, row.timeout) == start + row.due));
        }
}

BOOST_AUTO_TEST_CASE(batches_that_may_take_longer_have_longer) {
    BOOST_TEST((in_an_hour(40s).reply_due(start + 1h - 1s, 300s) == start + 1h + 60s));
    BOOST_TEST((in_an_hour(100ms).reply_due(start + 1h - 1s, 300s) == start + 1h + 30s));
}

BOOST_AUTO_TEST_SUITE_END()
