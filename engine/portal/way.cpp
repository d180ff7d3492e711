#include "portal/way.hpp"

#include "portal/connection_pool.hpp"
#include "portal/portal_error.hpp"
#include "portal/tls_context.hpp"

#include <boost/asio/this_coro.hpp>

#include <utility>

namespace portal {

namespace net = boost::asio;

using delivery = std::expected<http_response, lost_exchange>;

struct way::state {
    state(net::any_io_executor where, async::clock_source& time, portal_options settings)
        : clock(time),
          options(std::move(settings)),
          tls(options),
          pool(std::move(where), time, tls, options) {}

    async::clock_source& clock;
    const portal_options options;
    tls_context tls;
    connection_pool pool;
};

namespace {

delivery kept_back(base::failure why) {
    return std::unexpected(lost_exchange{std::move(why), departure::none});
}

// Whether the connection was dead before a byte had left; then a fresh one may be tried.
bool was_dead(const connection_pool::lease& by, const lost_exchange& lost) {
    return by.reused() && lost.reached == departure::none &&
           lost.what.code == portal_error::connection_lost;
}

}  // namespace

way::way(net::any_io_executor where, async::clock_source& clock, portal_options options)
    : state_(std::make_unique<state>(std::move(where), clock, std::move(options))) {}

way::~way() = default;

const portal_options& way::options() const noexcept {
    return state_->options;
}

const std::optional<base::failure>& way::trouble() const noexcept {
    return state_->tls.trouble();
}

net::awaitable<delivery> way::deliver(letter what, base::time_point deadline) {
    if (trouble()) co_return kept_back(*trouble());
    for (auto which = freshness::any;; which = freshness::fresh) {
        auto lease = state_->pool.acquire_idle(which);
        if (!lease) {
            auto acquired = co_await state_->pool.acquire(which, deadline);
            if (!acquired) co_return kept_back(std::move(acquired.error()));
            lease.emplace(std::move(*acquired));
        }
        const auto stop = co_await net::this_coro::cancellation_state;
        const bool cancelled = stop.cancelled() != net::cancellation_type::none;
        // The time-outs of a line do not hold back what can be done at once.
        if (cancelled || state_->clock.now() >= deadline) {
            lease->keep();
            const auto why = cancelled ? portal_error::cancelled : portal_error::deadline_passed;
            co_return kept_back({why, {}});
        }
        auto got = co_await lease->line().exchange(what.head, what.body, deadline);
        if (got) {
            lease->keep();
            co_return delivery(std::move(*got));
        }
        if (!was_dead(*lease, got.error()))
            co_return delivery(std::unexpected(std::move(got.error())));
        // A fresh connection is never dead from the start.
    }
}

net::awaitable<void> way::close() {
    co_await state_->pool.close();
}

void way::close_idle() {
    state_->pool.close_idle();
}

const connection_counts& way::counts() const noexcept {
    return state_->pool.counts();
}

}  // namespace portal
