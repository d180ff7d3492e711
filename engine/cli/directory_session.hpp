#pragma once

#include "async/system_clock_source.hpp"
#include "base/result.hpp"
#include "cli/token_access.hpp"
#include "cli/workspace.hpp"
#include "journal/store.hpp"
#include "portal/https_portal.hpp"
#include "run/directory_refresh.hpp"

#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <optional>

namespace cli {

// Reading a portal's directory, on an event loop of its own. It is journaled like a run, so that
// what comes after it knows what the portal still counts.
class directory_session {
public:
    explicit directory_session(const people_workspace& files);

    // A failure is one of the journal.
    base::result<run::refresh_end> read(
        const run::directory_request& what,
        const std::filesystem::path& cache,
        base::diagnostics& problems
    );

    // The signal that ended it; nothing when none came.
    [[nodiscard]] std::optional<int> signal() const noexcept { return signal_; }

private:
    base::result<run::caller_options> caller_options_for(const journal::store& journal);
    [[nodiscard]] model::run_header header() const;
    run::refresh_end conduct(run::directory_refresh& what);
    boost::asio::awaitable<run::refresh_end> refresh_and_close(run::directory_refresh& what);

    const people_workspace& files_;
    boost::asio::io_context context_{1};
    async::system_clock_source clock_;
    token_access tokens_;
    portal::https_portal portal_;
    std::optional<int> signal_;
};

}  // namespace cli
