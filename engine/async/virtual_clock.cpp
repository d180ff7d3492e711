#include "async/virtual_clock.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <map>
#include <utility>

namespace async {

namespace {

// Far from the clock's own beginning, so that "a minute ago" exists.
constexpr auto beginning = base::time_point(std::chrono::hours(1000));

}  // namespace

struct virtual_clock::state {
    base::time_point now = beginning;
    base::wall_time wall_beginning;
    std::multimap<base::time_point, virtual_bell*> waiters;
};

class virtual_clock::virtual_bell final : public bell {
public:
    virtual_bell(boost::asio::any_io_executor where, std::shared_ptr<state> shared)
        : shared_(std::move(shared)), suspended_(std::move(where)) {}
    ~virtual_bell() override { forget(); }

    boost::asio::awaitable<wake> wait_until(base::time_point when) override {
        if (std::exchange(rung_, false)) co_return wake::rung;
        if (when <= shared_->now) co_return wake::due;
        due_ = false;
        place_ = shared_->waiters.emplace(when, this);
        waiting_ = true;
        suspended_.expires_at(boost::asio::steady_timer::time_point::max());
        co_await suspended_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
        forget();
        if (std::exchange(rung_, false)) co_return wake::rung;
        co_return due_ ? wake::due : wake::cancelled;
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
    std::multimap<base::time_point, virtual_bell*>::iterator place_;
    bool waiting_ = false;
    bool rung_ = false;
    bool due_ = false;
};

virtual_clock::virtual_clock(base::wall_time begins) : state_(std::make_shared<state>()) {
    state_->wall_beginning = begins;
}
virtual_clock::~virtual_clock() = default;

base::time_point virtual_clock::now() const {
    return state_->now;
}

base::wall_time virtual_clock::wall_now() const {
    return state_->wall_beginning + std::chrono::floor<std::chrono::milliseconds>(elapsed());
}

std::unique_ptr<bell> virtual_clock::make_bell(boost::asio::any_io_executor where) {
    return std::make_unique<virtual_bell>(std::move(where), state_);
}

void virtual_clock::advance(base::duration by) {
    state_->now += by;
    while (!state_->waiters.empty() && state_->waiters.begin()->first <= state_->now) {
        auto* first = state_->waiters.begin()->second;
        first->forget();
        first->fall_due();
    }
}

// `poll` gives 0 when every coroutine waits for time (the context then still has work) or when all
// have ended.
std::size_t virtual_clock::run(boost::asio::io_context& context) {
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

base::duration virtual_clock::elapsed() const {
    return state_->now - beginning;
}

}  // namespace async
