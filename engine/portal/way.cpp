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

    // Over one connection. Nothing = it was dead before a byte had left; then a fresh one may be
    // tried.
    net::awaitable<std::optional<delivery>> carry(
        letter what, freshness which, base::time_point deadline
    );

    async::clock_source& clock;
    const portal_options options;
    tls_context tls;
    connection_pool pool;
};

net::awaitable<std::optional<delivery>> way::state::carry(
    letter what, freshness which, base::time_point deadline
) {
    const auto kept_back = [](base::failure why) {
        return delivery(std::unexpected(lost_exchange{std::move(why), departure::none}));
    };
    auto lease = co_await pool.acquire(which, deadline);
    if (!lease) co_return kept_back(std::move(lease.error()));
    const auto stop = co_await net::this_coro::cancellation_state;
    if (stop.cancelled() != net::cancellation_type::none) {
        lease->keep();
        co_return kept_back({portal_error::cancelled, {}});
    }
    // The time-outs of a stream do not hold back what can be done at once.
    if (clock.now() >= deadline) {
        lease->keep();
        co_return kept_back({portal_error::deadline_passed, {}});
    }
    auto got = co_await lease->line().exchange(what.head, what.body, deadline);
    if (got) {
        lease->keep();
        co_return delivery(std::move(*got));
    }
    auto& lost = got.error();
    const bool dead = lost.reached == departure::none && lease->reused() &&
                      lost.what.code == portal_error::connection_lost;
    if (dead) co_return std::nullopt;
    co_return delivery(std::unexpected(std::move(lost)));
}

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
    if (trouble()) co_return std::unexpected(lost_exchange{*trouble(), departure::none});
    auto got = co_await state_->carry(what, freshness::any, deadline);
    if (!got) got = co_await state_->carry(what, freshness::fresh, deadline);
    // A fresh connection is never dead from the start.
    co_return std::move(*got);
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
