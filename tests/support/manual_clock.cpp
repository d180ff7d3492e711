#include "support/manual_clock.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <map>
#include <utility>

namespace support {

namespace {

// Far from the clock's own beginning, so that "a minute ago" exists.
constexpr auto beginning = base::time_point(std::chrono::hours(1000));
constexpr auto wall_beginning = base::wall_time(std::chrono::milliseconds(1'795'404'000'000));

}  // namespace

struct manual_clock::state {
    base::time_point now = beginning;
    std::multimap<base::time_point, manual_bell*> waiters;
};

class manual_clock::manual_bell final : public async::bell {
public:
    manual_bell(boost::asio::any_io_executor where, std::shared_ptr<state> shared)
        : shared_(std::move(shared)), suspended_(std::move(where)) {}
    ~manual_bell() override { forget(); }

    boost::asio::awaitable<async::wake> wait_until(base::time_point when) override {
        if (std::exchange(rung_, false)) co_return async::wake::rung;
        if (when <= shared_->now) co_return async::wake::due;
        due_ = false;
        place_ = shared_->waiters.emplace(when, this);
        waiting_ = true;
        suspended_.expires_at(boost::asio::steady_timer::time_point::max());
        co_await suspended_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
        forget();
        if (std::exchange(rung_, false)) co_return async::wake::rung;
        co_return due_ ? async::wake::due : async::wake::cancelled;
    }

    void ring() override {
        rung_ = true;
        suspended_.cancel();
    }

    void fall_due() {
        due_ = true;
        suspended_.cancel();
    }

    void forget() {
        if (std::exchange(waiting_, false)) shared_->waiters.erase(place_);
    }

private:
    std::shared_ptr<state> shared_;
    boost::asio::steady_timer suspended_;
    std::multimap<base::time_point, manual_bell*>::iterator place_;
    bool waiting_ = false;
    bool rung_ = false;
    bool due_ = false;
};

manual_clock::manual_clock() : state_(std::make_shared<state>()) {}
manual_clock::~manual_clock() = default;

base::time_point manual_clock::now() const {
    return state_->now;
}

base::wall_time manual_clock::wall_now() const {
    return wall_beginning + std::chrono::floor<std::chrono::milliseconds>(elapsed());
}

std::unique_ptr<async::bell> manual_clock::make_bell(boost::asio::any_io_executor where) {
    return std::make_unique<manual_bell>(std::move(where), state_);
}

void manual_clock::advance(base::duration by) {
    state_->now += by;
    while (!state_->waiters.empty() && state_->waiters.begin()->first <= state_->now) {
        auto* first = state_->waiters.begin()->second;
        first->forget();
        first->fall_due();
    }
}

// `poll` gives 0 when every coroutine waits for time (the context then still has work) or when all
// have ended.
std::size_t manual_clock::run(boost::asio::io_context& context) {
    std::size_t jumps = 0;
    for (;;) {
        context.restart();
        while (context.poll() != 0) context.restart();
        if (state_->waiters.empty()) return jumps;
        const auto next = state_->waiters.begin()->first;
        if (next == base::time_point::max())
            return jumps;  // waits for a bell that nobody is left to ring
        advance(next - state_->now);
        ++jumps;
    }
}

base::duration manual_clock::elapsed() const {
    return state_->now - beginning;
}

}  // namespace support
