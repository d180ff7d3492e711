#include "async/clock_source.hpp"

#include "support/manual_clock.hpp"
#include "support/print.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <exception>
#include <optional>

using namespace std::chrono_literals;

namespace {

void rethrow(const std::exception_ptr& failed) {
    if (failed) std::rethrow_exception(failed);
}

boost::asio::awaitable<void> sleep_then_note(
    async::clock_source& clock, base::duration how_long, bool& woke
) {
    woke = co_await async::sleep_until(clock, clock.now() + how_long);
}

boost::asio::awaitable<void> wait_then_note(
    async::bell& bell, base::time_point when, std::optional<async::wake>& why
) {
    why = co_await bell.wait_until(when);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(clock_source)

BOOST_AUTO_TEST_CASE(a_night_passes_in_one_jump) {
    boost::asio::io_context context;
    support::manual_clock clock;
    bool woke = false;
    boost::asio::co_spawn(context, sleep_then_note(clock, 8h, woke), rethrow);
    BOOST_TEST(clock.run(context) == 1U);
    BOOST_TEST(woke);
    BOOST_TEST((clock.elapsed() == 8h));
}

BOOST_AUTO_TEST_CASE(a_bell_ends_a_wait_early) {
    boost::asio::io_context context;
    support::manual_clock clock;
    const auto bell = clock.make_bell(context.get_executor());
    std::optional<async::wake> why;
    boost::asio::co_spawn(context, wait_then_note(*bell, clock.now() + 1h, why), rethrow);
    context.poll();
    BOOST_TEST(!why.has_value());
    bell->ring();
    context.restart();
    context.poll();
    BOOST_REQUIRE(why.has_value());
    BOOST_TEST(*why == async::wake::rung);
    BOOST_TEST((clock.elapsed() == 0s));
}

BOOST_AUTO_TEST_CASE(a_ring_before_the_wait_is_not_lost) {
    boost::asio::io_context context;
    support::manual_clock clock;
    const auto bell = clock.make_bell(context.get_executor());
    bell->ring();
    std::optional<async::wake> why;
    boost::asio::co_spawn(context, wait_then_note(*bell, clock.now() + 1h, why), rethrow);
    clock.run(context);
    BOOST_REQUIRE(why.has_value());
    BOOST_TEST(*why == async::wake::rung);
    BOOST_TEST((clock.elapsed() == 0s));
}

BOOST_AUTO_TEST_SUITE_END()
