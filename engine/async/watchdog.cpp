#include "async/watchdog.hpp"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <utility>

namespace async {

struct watchdog::state : std::enable_shared_from_this<state> {
    state(boost::asio::any_io_executor where, std::function<void()> call)
        : bark(std::move(call)), timer(std::move(where)) {}

    void arm(base::time_point when) {
        due = when;
        timer.expires_at(when);
        timer.async_wait([mine = weak_from_this()](const boost::system::error_code& stopped) {
            if (stopped) return;
            if (const auto alive = mine.lock()) alive->look();
        });
    }

    void look() {
        due = base::time_point::max();
        if (deadline == base::time_point::max()) return;
        if (std::chrono::steady_clock::now() < deadline) return arm(deadline);
        deadline = base::time_point::max();
        bark();
    }

    std::function<void()> bark;
    boost::asio::steady_timer timer;
    base::time_point deadline = base::time_point::max();
    base::time_point due = base::time_point::max();  // of the timer; max = it does not run
};

watchdog::watchdog(boost::asio::any_io_executor where, std::function<void()> bark)
    : state_(std::make_shared<state>(std::move(where), std::move(bark))) {}

// A handler that is on its way already finds nobody.
watchdog::~watchdog() = default;

void watchdog::watch_until(base::time_point deadline) {
    state_->deadline = deadline;
    if (deadline < state_->due) state_->arm(deadline);
}

void watchdog::rest() noexcept {
    state_->deadline = base::time_point::max();
}

}  // namespace async
