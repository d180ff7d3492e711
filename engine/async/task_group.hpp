#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <exception>
#include <memory>

namespace async {

// Owns coroutines and outlives all of them: whoever spawns here joins here. One thread only.
// The first task that ends with an exception cancels its siblings; `join` waits for every task and
// then rethrows it.
class task_group {
public:
    explicit task_group(boost::asio::any_io_executor where);
    task_group(const task_group&) = delete;
    task_group& operator=(const task_group&) = delete;
    // Precondition: every task has ended (join was awaited).
    ~task_group();

    // Starts a task. It is cancelled by `cancel`, and by nothing else.
    void spawn(boost::asio::awaitable<void> task);

    // Emits a terminal cancellation to every task that still runs. They are still to be joined.
    void cancel();

    // Waits until no task is left, also when the waiting coroutine itself is cancelled; then
    // rethrows the first task's exception, if there was one.
    boost::asio::awaitable<void> join();

    [[nodiscard]] std::size_t running() const noexcept;

private:
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace async
