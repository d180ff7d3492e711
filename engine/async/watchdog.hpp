#pragma once

#include "base/time.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>

namespace async {

// Calls out when something has not ended by its deadline. Made for deadlines that are set often and
// hardly ever come: setting one later than the last, or taking one back, costs an assignment, for
// the timer runs on and looks again when it is due. Time is the system's.
class watchdog {
public:
    // `bark` is called once for a deadline that passes, from the executor and never from within a
    // call of this class; not after the watchdog is gone.
    watchdog(boost::asio::any_io_executor where, std::function<void()> bark);
    watchdog(const watchdog&) = delete;
    watchdog& operator=(const watchdog&) = delete;
    ~watchdog();

    // In place of the deadline before. time_point::max() = rest.
    void watch_until(base::time_point deadline);
    void rest() noexcept;

private:
    struct state;
    std::shared_ptr<state> state_;  // shared with the timer's handler, which may come late
};

}  // namespace async
