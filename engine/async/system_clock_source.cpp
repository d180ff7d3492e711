#include "async/system_clock_source.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace async {

namespace {

class timer_bell final : public bell {
public:
    explicit timer_bell(boost::asio::any_io_executor where) : timer_(std::move(where)) {}

    boost::asio::awaitable<wake> wait_until(base::time_point when) override {
        if (std::exchange(rung_, false)) co_return wake::rung;
        timer_.expires_at(when);
        const auto [error] =
            co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
        if (std::exchange(rung_, false)) co_return wake::rung;
        co_return error ? wake::cancelled : wake::due;
    }

    void ring() override {
        rung_ = true;
        timer_.cancel();
    }

private:
    boost::asio::steady_timer timer_;
    bool rung_ = false;
};

}  // namespace

base::time_point system_clock_source::now() const {
    return std::chrono::steady_clock::now();
}

base::wall_time system_clock_source::wall_now() const {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::unique_ptr<bell> system_clock_source::make_bell(boost::asio::any_io_executor where) {
    return std::make_unique<timer_bell>(std::move(where));
}

}  // namespace async
