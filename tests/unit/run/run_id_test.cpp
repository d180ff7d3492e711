#include "run/run_id.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(run_id)

BOOST_AUTO_TEST_CASE(says_when_and_differs_within_a_second) {
    const base::wall_time when(std::chrono::milliseconds(1'795'404'000'789));
    BOOST_TEST(run::make_run_id(when, 0x1f3a9c).value() == "20261123T032000Z-1f3a9c");
    BOOST_TEST(run::make_run_id(when, 7).value() == "20261123T032000Z-000007");
    BOOST_TEST(run::make_run_id(when, 0xabcdef1f3a9cULL).value() == "20261123T032000Z-1f3a9c");
}

BOOST_AUTO_TEST_SUITE_END()
