#include "portal/connection_pool.hpp"

#include "portal/portal_error.hpp"

#include <boost/asio/this_coro.hpp>

#include <list>
#include <utility>
#include <vector>

namespace portal {

namespace net = boost::asio;

// Somebody in line for a place. Leaves the line by itself when its coroutine is gone.
struct connection_pool::waiter {
    explicit waiter(std::unique_ptr<async::bell> bell) : alarm(std::move(bell)) {}

    std::unique_ptr<async::bell> alarm;
    bool granted = false;
};

struct connection_pool::state {
    state(
        net::any_io_executor executor,
        async::clock_source& time,
        tls_context& context,
        const portal_options& settings
    )
        : where(std::move(executor)), clock(time), tls(context), options(settings) {}

    struct idle_line {
        std::unique_ptr<connection> line;
        base::time_point since;
    };

    // The connection used last is the one least likely to have been closed.
    std::unique_ptr<connection> take_idle() {
        while (!idle.empty()) {
            auto last = std::move(idle.back());
            idle.pop_back();
            if (clock.now() - last.since > options.idle_limit) {
                idle.clear();  // the others have waited longer
                break;
            }
            if (last.line->reusable()) return std::move(last.line);
        }
        return nullptr;
    }

    void give_place_back() {
        if (!line.empty()) {
            auto* const next = line.front();
            line.pop_front();
            next->granted = true;
            next->alarm->ring();
            return;
        }
        --in_use;
        if (in_use == 0 && drained) drained->ring();
    }

    net::any_io_executor where;
    async::clock_source& clock;
    tls_context& tls;
    const portal_options& options;
    std::vector<idle_line> idle;  // the one used last at the end
    std::list<waiter*> line;
    std::size_t in_use = 0;
    bool closed = false;
    std::unique_ptr<async::bell> drained;
    connection_counts counts;
};

connection_pool::lease::lease(std::shared_ptr<state> pool) noexcept : pool_(std::move(pool)) {}

connection_pool::lease::lease(lease&& other) noexcept
    : pool_(std::move(other.pool_)), line_(std::move(other.line_)), reused_(other.reused_) {}

connection_pool::lease::~lease() {
    line_.reset();
    if (pool_) pool_->give_place_back();
}

void connection_pool::lease::keep() {
    auto& idle = pool_->idle;
    if (!pool_->closed) idle.push_back({std::move(line_), pool_->clock.now()});
    // The one used longest ago is the first to be closed by the other side as well.
    if (idle.size() > pool_->options.max_idle) idle.erase(idle.begin());
    std::exchange(pool_, nullptr)->give_place_back();
}

connection_pool::connection_pool(
    net::any_io_executor where,
    async::clock_source& clock,
    tls_context& tls,
    const portal_options& options
)
    : state_(std::make_shared<state>(std::move(where), clock, tls, options)) {}

net::awaitable<base::result<void>> connection_pool::take_place(base::time_point deadline) {
    const auto pool = state_;
    if (pool->closed) co_return std::unexpected(base::failure{portal_error::pool_closed, {}});
    if (pool->in_use < pool->options.max_connections) {
        ++pool->in_use;
        co_return base::result<void>();
    }
    waiter me(pool->clock.make_bell(pool->where));
    const auto leave = [&pool](waiter* who) { pool->line.remove(who); };
    const std::unique_ptr<waiter, decltype(leave)> in_line(&me, leave);
    pool->line.push_back(&me);
    const auto why = co_await me.alarm->wait_until(deadline);
    if (me.granted) co_return base::result<void>();
    if (pool->closed) co_return std::unexpected(base::failure{portal_error::pool_closed, {}});
    const bool late = why == async::wake::due;
    co_return std::unexpected(
        base::failure{late ? portal_error::no_free_connection : portal_error::cancelled, {}}
    );
}

std::optional<connection_pool::lease> connection_pool::acquire_idle(freshness which) {
    auto& pool = *state_;
    if (which == freshness::fresh || pool.closed || pool.in_use >= pool.options.max_connections)
        return std::nullopt;
    auto line = pool.take_idle();
    if (!line) return std::nullopt;
    ++pool.in_use;
    ++pool.counts.reused;
    lease mine(state_);
    mine.line_ = std::move(line);
    mine.reused_ = true;
    return mine;
}

net::awaitable<base::result<connection_pool::lease>> connection_pool::acquire(
    freshness which, base::time_point deadline
) {
    auto place = co_await take_place(deadline);
    if (!place) co_return std::unexpected(std::move(place.error()));
    lease mine(state_);
    // The pool may have been closed while this one stood in line.
    if (state_->closed) co_return std::unexpected(base::failure{portal_error::pool_closed, {}});
    if (which == freshness::any)
        mine.line_ = state_->take_idle();
    else
        state_->idle.clear();  // one was dead without a sign of it; the others are no better
    if (mine.line_) {
        mine.reused_ = true;
        ++state_->counts.reused;
        co_return base::result<lease>(std::move(mine));
    }
    mine.line_ = std::make_unique<connection>(state_->where, state_->tls, state_->options);
    auto opened = co_await mine.line_->open(state_->clock, deadline);
    if (!opened) co_return std::unexpected(std::move(opened.error()));
    ++state_->counts.opened;
    if (mine.line_->resumed()) ++state_->counts.resumed;
    co_return base::result<lease>(std::move(mine));
}

net::awaitable<void> connection_pool::close() {
    const auto pool = state_;
    pool->closed = true;
    pool->idle.clear();
    for (auto* each : pool->line) each->alarm->ring();
    // Leaving before the last lease would let it outlive what it refers to, so a cancellation of
    // the caller must not end the wait.
    const bool throws = co_await net::this_coro::throw_if_cancelled();
    co_await net::this_coro::throw_if_cancelled(false);
    while (pool->in_use != 0) {
        pool->drained = pool->clock.make_bell(pool->where);
        co_await pool->drained->wait_until(base::time_point::max());
    }
    co_await net::this_coro::throw_if_cancelled(throws);
}

void connection_pool::close_idle() {
    const auto now = state_->clock.now();
    std::erase_if(state_->idle, [&](const state::idle_line& each) {
        return now - each.since > state_->options.idle_limit;
    });
}

const connection_counts& connection_pool::counts() const noexcept {
    return state_->counts;
}

}  // namespace portal
