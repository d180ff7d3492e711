#include "cli/config/deadline.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

using namespace std::chrono_literals;

namespace {

// The clock on the wall of another place, as long as it lives.
class living_in {
public:
    explicit living_in(const char* where) {
        if (const char* before = std::getenv("TZ")) before_ = before;
        move_to(where);
    }
    living_in(const living_in&) = delete;
    living_in& operator=(const living_in&) = delete;
    ~living_in() { move_to(before_ ? before_->c_str() : nullptr); }

private:
    static void move_to(const char* where) {
        if (where)
            setenv("TZ", where, 1);
        else
            unsetenv("TZ");
        tzset();
    }
    std::optional<std::string> before_;
};

// Of 2026, in UTC.
base::wall_time at(int month, int day, std::chrono::milliseconds time) {
    const std::chrono::year_month_day date{
        std::chrono::year(2026),
        std::chrono::month(static_cast<unsigned>(month)),
        std::chrono::day(static_cast<unsigned>(day))
    };
    return base::wall_time(std::chrono::sys_days(date)) + time;
}

std::string next(std::string_view said, base::wall_time now) {
    return base::to_rfc3339(cli::moment_of(cli::parse_deadline(said).value(), now));
}

// Written as POSIX does, which needs no files: an hour east of Greenwich, two in summer.
constexpr auto oslo = "CET-1CEST,M3.5.0,M10.5.0/3";

}  // namespace

BOOST_AUTO_TEST_SUITE(deadline)

BOOST_AUTO_TEST_CASE(a_time_of_the_day_or_a_duration) {
    for (const std::string_view right :
         {"05:30", "5:30", "00:00", "23:59", "90s", "45m", "2h", "1ms"})
        BOOST_TEST_CONTEXT(right) {
            const auto parsed = cli::parse_deadline(right);
            BOOST_TEST_REQUIRE(parsed.has_value());
            BOOST_TEST(parsed->said == right);
        }
}

BOOST_AUTO_TEST_CASE(nothing_else) {
    for (const std::string_view wrong :
         {"",       ":",     "5",        "24:00",    "05:60",  "5:3",     "05:300",
          "005:30", "-5:30", "05:-3",    "0s",       "+5:30",  "05.30",   "05:30h",
          "2 h",    "2h5m",  "tomorrow", "05:30:00", " 05:30", "9999999h"})
        BOOST_TEST_CONTEXT(wrong) {
            BOOST_TEST(!cli::parse_deadline(wrong).has_value());
        }
}

BOOST_AUTO_TEST_CASE(a_duration_is_from_now_on) {
    BOOST_TEST(next("2h", at(11, 25, 23h)) == "2026-11-26T01:00:00.000Z");
}

BOOST_AUTO_TEST_CASE(a_time_of_the_day_is_the_next_one) {
    const living_in here("UTC0");
    BOOST_TEST(next("05:30", at(11, 25, 4h)) == "2026-11-25T05:30:00.000Z");
    BOOST_TEST(next("05:30", at(11, 25, 5h + 30min - 1ms)) == "2026-11-25T05:30:00.000Z");
    BOOST_TEST(next("05:30", at(11, 25, 5h + 30min)) == "2026-11-26T05:30:00.000Z");
    BOOST_TEST(next("05:30", at(11, 25, 22h)) == "2026-11-26T05:30:00.000Z");
    BOOST_TEST(next("00:00", at(12, 31, 22h)) == "2027-01-01T00:00:00.000Z");
}

BOOST_AUTO_TEST_CASE(it_is_the_clock_on_the_wall_that_counts) {
    const living_in here(oslo);
    BOOST_TEST(next("05:30", at(11, 25, 22h)) == "2026-11-26T04:30:00.000Z");
    BOOST_TEST(next("05:30", at(7, 25, 22h)) == "2026-07-26T03:30:00.000Z");
    // The night in which the clocks are put back is an hour longer: 29 March and 25 October.
    BOOST_TEST(next("05:30", at(10, 24, 22h)) == "2026-10-25T04:30:00.000Z");
    BOOST_TEST(next("05:30", at(3, 28, 22h)) == "2026-03-29T03:30:00.000Z");
}

// 02:30 does not happen in that night; it is over an hour later at the latest.
BOOST_AUTO_TEST_CASE(a_time_that_does_not_happen_is_near_by) {
    const living_in here(oslo);
    const auto moment = cli::moment_of(cli::parse_deadline("02:30").value(), at(3, 28, 22h));
    BOOST_TEST((moment >= at(3, 29, 30min)));
    BOOST_TEST((moment <= at(3, 29, 1h + 30min)));
}

BOOST_AUTO_TEST_SUITE_END()
