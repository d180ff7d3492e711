#pragma once

#include "async/system_clock_source.hpp"
#include "async/task_group.hpp"
#include "base/result.hpp"
#include "cli/interrupt.hpp"
#include "cli/token_access.hpp"
#include "cli/workspace.hpp"
#include "portal/https_portal.hpp"
#include "report/progress.hpp"
#include "run/apply.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <optional>
#include <string>

namespace cli {

// One run on its own event loop: the lane, the signals, and a progress line that moves while
// nothing happens.
class apply_session {
public:
    explicit apply_session(const people_workspace& files);

    // The parts that a run is made from.
    boost::asio::io_context context{1};
    async::system_clock_source clock;
    token_access tokens;
    portal::https_portal portal;

    // Runs to the end, whatever that is. `what` was begun on `context`.
    base::result<model::run_summary> run(run::apply& what, report::progress_printer& progress);

    // The signal that ended the run; nothing when none came.
    [[nodiscard]] std::optional<int> signal() const noexcept { return signal_; }

private:
    boost::asio::awaitable<void> conduct(run::apply& what, report::progress_printer& progress);
    boost::asio::awaitable<void> keep_showing(
        report::progress_printer& progress, async::bell& over
    );

    std::optional<base::result<model::run_summary>> ended_;
    std::optional<int> signal_;
};

}  // namespace cli
