#include "base/time.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(time_text)

BOOST_AUTO_TEST_CASE(rfc_3339_in_utc_with_milliseconds) {
    BOOST_TEST(
        base::to_rfc3339(base::wall_time(std::chrono::milliseconds(0))) ==
        "1970-01-01T00:00:00.000Z"
    );
    BOOST_TEST(
        base::to_rfc3339(base::wall_time(std::chrono::milliseconds(1'795'404'000'007))) ==
        "2026-11-23T03:20:00.007Z"
    );
}

BOOST_AUTO_TEST_SUITE_END()
