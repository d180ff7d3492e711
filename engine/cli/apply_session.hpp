#pragma once

#include "async/system_clock_source.hpp"
#include "cli/portal_run.hpp"
#include "report/progress.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <optional>

namespace cli {

// The event loop of one run that is alone: the signals, and a progress line that moves while
// nothing happens.
class apply_session {
public:
    // What a run is begun with.
    boost::asio::io_context context{1};
    async::system_clock_source clock;

    // Runs to the end, whatever that is. `what` was begun on `context`.
    void run(portal_run& what, report::progress_printer& progress);

    // The signal that ended the run; nothing when none came.
    [[nodiscard]] std::optional<int> signal() const noexcept { return signal_; }

private:
    boost::asio::awaitable<void> conduct(portal_run& what, report::progress_printer& progress);
    boost::asio::awaitable<void> keep_showing(
        report::progress_printer& progress, async::bell& over
    );

    std::optional<int> signal_;
};

}  // namespace cli
