#pragma once

#include "base/time.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>

namespace async {

// Why a wait ended.
enum class wake {
    due,        // the time came
    rung,       // somebody rang the bell
    cancelled,  // the coroutine that waits was cancelled
};

// One waiter at a time; `ring` ends its wait early. A ring while nobody waits is remembered for the
// next wait, so news that arrives between looking and waiting is not lost.
class bell {
public:
    virtual ~bell() = default;
    virtual boost::asio::awaitable<wake> wait_until(base::time_point when) = 0;
    virtual void ring() = 0;
};

// The only source of time: the system's in the product, one that is moved by hand in tests.
// Must outlive every bell that it made.
class clock_source {
public:
    virtual ~clock_source() = default;
    [[nodiscard]] virtual base::time_point now() const = 0;
    [[nodiscard]] virtual base::wall_time wall_now() const = 0;
    virtual std::unique_ptr<bell> make_bell(boost::asio::any_io_executor where) = 0;
};

// Waits until `when`; false when cancelled before.
boost::asio::awaitable<bool> sleep_until(clock_source& clock, base::time_point when);

}  // namespace async
