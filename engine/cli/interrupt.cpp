#include "cli/interrupt.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <csignal>
#include <utility>

namespace cli {

struct interrupt::state {
    state(boost::asio::any_io_executor where, reactions reacts)
        : what(std::move(reacts)), signals(std::move(where), SIGINT, SIGTERM) {}

    reactions what;
    boost::asio::signal_set signals;
    std::optional<int> first;
    bool stopped = false;
};

interrupt::interrupt(boost::asio::any_io_executor where, reactions what)
    : state_(std::make_unique<state>(std::move(where), std::move(what))) {}

interrupt::~interrupt() = default;

boost::asio::awaitable<void> interrupt::watch() {
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    while (!state_->stopped) {
        const auto [error, signal] =
            co_await state_->signals.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
        if (error) co_return;
        if (!state_->first) {
            state_->first = signal;
            state_->what.first(signal);
        } else {
            state_->what.second(signal);
        }
    }
}

void interrupt::stop() {
    state_->stopped = true;
    state_->signals.cancel();
}

std::optional<int> interrupt::seen() const noexcept {
    return state_->first;
}

}  // namespace cli
