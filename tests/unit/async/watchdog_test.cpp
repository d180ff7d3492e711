#include "async/watchdog.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <memory>

using namespace std::chrono_literals;

namespace {

// Deadlines of the steady clock: everything after its beginning has passed.
constexpr base::time_point passed{1s};
constexpr auto never = base::time_point::max();

struct kennel {
    boost::asio::io_context context{1};
    int barked = 0;
    std::unique_ptr<async::watchdog> dog =
        std::make_unique<async::watchdog>(context.get_executor(), [this] { ++barked; });
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(watchdog, kennel)

BOOST_AUTO_TEST_CASE(a_deadline_that_passes_is_called_out_once) {
    dog->watch_until(passed);
    BOOST_TEST(barked == 0);  // never from within
    context.run();
    BOOST_TEST(barked == 1);
}

BOOST_AUTO_TEST_CASE(a_deadline_that_is_taken_back_is_not) {
    dog->watch_until(passed);
    dog->rest();
    context.run();
    BOOST_TEST(barked == 0);
}

BOOST_AUTO_TEST_CASE(a_later_deadline_takes_the_place_of_the_first) {
    dog->watch_until(passed);
    dog->watch_until(never);
    context.run();
    BOOST_TEST(barked == 0);
    context.restart();
    dog->watch_until(passed + 1s);
    context.run();
    BOOST_TEST(barked == 1);
}

BOOST_AUTO_TEST_CASE(an_earlier_deadline_is_not_missed_behind_a_later_one) {
    const auto far = passed + std::chrono::hours(24 * 365 * 200);
    dog->watch_until(far);
    dog->watch_until(passed);
    context.run_one();  // the timer that was set for the first
    while (barked == 0 && context.run_one() != 0) {
    }
    BOOST_TEST(barked == 1);
}

BOOST_AUTO_TEST_CASE(nobody_is_called_when_it_is_gone) {
    dog->watch_until(passed);
    dog.reset();
    context.run();
    BOOST_TEST(barked == 0);
}

BOOST_AUTO_TEST_SUITE_END()
