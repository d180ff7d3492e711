#pragma once

#include "async/clock_source.hpp"

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <memory>
#include <set>

namespace async {

// A clock that stands still until it is moved. `run` works like a whole night: everything that is
// ready runs, then time jumps to the next waiter, until nobody waits.
class virtual_clock : public clock_source {
public:
    // `begins`: what it says at first.
    explicit virtual_clock(base::wall_time begins);
    ~virtual_clock() override;

    [[nodiscard]] base::time_point now() const override;
    [[nodiscard]] base::wall_time wall_now() const override;
    std::unique_ptr<bell> make_bell(boost::asio::any_io_executor where) override;

    // Moves time forward and wakes whoever waited for a moment up to then.
    void advance(base::duration by);

    // Runs `context` until nothing is left to do and nobody waits. Gives the number of jumps.
    std::size_t run(boost::asio::io_context& context);

    // Time since the clock was made.
    [[nodiscard]] base::duration elapsed() const;

private:
    struct state;
    class virtual_bell;
    std::shared_ptr<state> state_;
};

}  // namespace async
