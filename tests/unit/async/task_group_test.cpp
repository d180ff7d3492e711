#include "async/task_group.hpp"

#include "async/clock_source.hpp"
#include "support/manual_clock.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>
#include <vector>

using namespace std::chrono_literals;

namespace {

struct fixture {
    boost::asio::io_context context;
    support::manual_clock clock;
    async::task_group group{context.get_executor()};
    std::vector<std::string> log;
    std::exception_ptr failed;

    boost::asio::awaitable<void> worker(std::string name, base::duration how_long) {
        const bool slept = co_await async::sleep_until(clock, clock.now() + how_long);
        log.push_back(name + (slept ? " done" : " cancelled"));
    }
    boost::asio::awaitable<void> thrower(base::duration how_long) {
        co_await async::sleep_until(clock, clock.now() + how_long);
        throw std::runtime_error("broken");
    }
    boost::asio::awaitable<void> parent() {
        co_await group.join();
        log.emplace_back("joined");
    }
    void start_parent(boost::asio::cancellation_slot slot = {}) {
        const auto ended = [this](std::exception_ptr error) { failed = error; };
        boost::asio::co_spawn(context, parent(), boost::asio::bind_cancellation_slot(slot, ended));
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(task_group, fixture)

BOOST_AUTO_TEST_CASE(join_waits_for_every_task) {
    group.spawn(worker("a", 1s));
    group.spawn(worker("b", 5s));
    start_parent();
    clock.run(context);
    BOOST_TEST(
        log == (std::vector<std::string>{"a done", "b done", "joined"}),
        boost::test_tools::per_element()
    );
    BOOST_TEST((clock.elapsed() == 5s));
}

BOOST_AUTO_TEST_CASE(the_first_failure_cancels_the_siblings_and_is_rethrown) {
    group.spawn(worker("a", 1h));
    group.spawn(thrower(1s));
    start_parent();
    clock.run(context);
    BOOST_TEST((clock.elapsed() == 1s));
    BOOST_TEST(group.running() == 0U);
    BOOST_REQUIRE(failed);
    BOOST_CHECK_THROW(std::rethrow_exception(failed), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(a_cancelled_parent_still_waits) {
    boost::asio::cancellation_signal stop;
    group.spawn(worker("a", 10s));
    start_parent(stop.slot());
    context.poll();
    stop.emit(boost::asio::cancellation_type::terminal);
    clock.run(context);
    BOOST_TEST(group.running() == 0U);
    BOOST_TEST(log.front() == "a done");
}

BOOST_AUTO_TEST_CASE(a_task_may_end_between_a_cancellation_and_its_arrival) {
    group.spawn(worker("a", 1s));
    context.poll();
    clock.advance(1s);  // its wait is over, and the task runs on with the next turn
    group.cancel();     // from outside of the context: Asio posts it
    start_parent();
    clock.run(context);
    BOOST_TEST(group.running() == 0U);
    BOOST_TEST(!failed);
}

BOOST_AUTO_TEST_CASE(cancel_reaches_every_task) {
    group.spawn(worker("a", 1h));
    group.spawn(worker("b", 1h));
    context.poll();
    group.cancel();
    start_parent();
    clock.run(context);
    BOOST_TEST((clock.elapsed() == 0s));
    BOOST_TEST(group.running() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
