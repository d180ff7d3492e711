#include "async/clock_source.hpp"

#include <boost/asio/this_coro.hpp>

namespace async {

boost::asio::awaitable<bool> sleep_until(clock_source& clock, base::time_point when) {
    const auto where = co_await boost::asio::this_coro::executor;
    const auto alarm = clock.make_bell(where);
    const auto why = co_await alarm->wait_until(when);
    co_return why == wake::due;
}

}  // namespace async
