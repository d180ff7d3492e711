#include "async/task_group.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/assert.hpp>

#include <list>
#include <utility>

namespace async {

struct task_group::state {
    explicit state(boost::asio::any_io_executor executor)
        : where(std::move(executor)),
          emptied(where, boost::asio::steady_timer::time_point::max()) {}

    boost::asio::any_io_executor where;
    std::list<boost::asio::cancellation_signal> running;
    boost::asio::steady_timer emptied;  // never expires; cancelled when the last task ends
    std::exception_ptr first_failure;

    void cancel_all() {
        for (auto each = running.begin(); each != running.end();) {
            auto& signal = *each++;  // a task that ends at once removes its own entry
            signal.emit(boost::asio::cancellation_type::terminal);
        }
    }
};

task_group::task_group(boost::asio::any_io_executor where)
    : state_(std::make_shared<state>(std::move(where))) {}

task_group::~task_group() {
    BOOST_ASSERT(state_->running.empty());
}

void task_group::spawn(boost::asio::awaitable<void> task) {
    auto shared = state_;
    const auto place = shared->running.emplace(shared->running.end());
    // Asio may have posted a cancellation that still points to the task's signal, so the signal is
    // let go in a later turn.
    const auto let_go = [shared, place] {
        shared->running.erase(place);
        if (shared->running.empty()) shared->emptied.cancel();
    };
    const auto ended = [shared, let_go](std::exception_ptr failed) {
        if (failed && !shared->first_failure) {
            shared->first_failure = failed;
            shared->cancel_all();
        }
        boost::asio::post(shared->where, let_go);
    };
    boost::asio::co_spawn(
        shared->where, std::move(task), boost::asio::bind_cancellation_slot(place->slot(), ended)
    );
}

void task_group::cancel() {
    state_->cancel_all();
}

boost::asio::awaitable<void> task_group::join() {
    auto shared = state_;
    // Leaving before the last task has ended would let it outlive what it refers to, so a
    // cancellation of the waiting coroutine must neither throw here nor reach the wait.
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    while (!shared->running.empty()) {
        boost::asio::cancellation_signal none;
        co_await shared->emptied.async_wait(boost::asio::bind_cancellation_slot(
            none.slot(), boost::asio::as_tuple(boost::asio::use_awaitable)
        ));
    }
    if (const auto failed = std::exchange(shared->first_failure, nullptr))
        std::rethrow_exception(failed);
}

std::size_t task_group::running() const noexcept {
    return state_->running.size();
}

}  // namespace async
