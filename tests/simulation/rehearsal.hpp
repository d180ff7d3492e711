#pragma once

#include "journal/store.hpp"
#include "policy/policy_set.hpp"
#include "report/totals.hpp"
#include "run/apply.hpp"
#include "simulation/simulated_portal.hpp"
#include "support/manual_clock.hpp"
#include "support/memory_journal.hpp"

#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <string>

namespace simulation {

// A whole run in virtual time: policies, roster, journal on disk, lane, wire, stand-in portal.
class rehearsal {
public:
    explicit rehearsal(const portal_sim::portal_options& options);
    ~rehearsal();

    struct outcome {
        model::run_summary summary;
        base::duration took{};
    };
    // Applies the policy to everybody of the portal's roster.
    outcome apply(const std::string& policy_text, policy::exceptions but = {});
    // The same for several policies, and somebody who watches.
    outcome apply_all(const policy::policy_set& policies, dispatch::progress_port& watcher);

    [[nodiscard]] boost::json::object state() const { return portal.core().state(portal.now()); }

    support::manual_clock clock;
    mutable simulated_portal portal;
    dispatch::lane_options options;

private:
    boost::asio::io_context context_;
    std::filesystem::path folder_;
    journal::store journal_;
    std::uint64_t runs_ = 0;
};

}  // namespace simulation
