#pragma once

#include "model/outcome.hpp"
#include "policy/policy_set.hpp"
#include "simulation/scenario.hpp"
#include "simulation/simulated_portal.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace simulation {

// One portal of a night and what is asked of its users.
class place {
public:
    place(const portal_scenario& from, async::clock_source& clock, std::size_t number);

    // Another request has reached the portal: what the scenario has in store for it happens.
    void delivered();

    // From now on nothing goes wrong any more; or what went wrong before, again.
    void calm_down();
    void become_hostile();

    // What must hold at any time: the limits, and nothing done twice.
    [[nodiscard]] std::vector<std::string> misdeeds() const;

    // What must hold when a run has come to its end: what it says of each user is what the portal
    // has.
    [[nodiscard]] std::vector<std::string> lies(
        const std::map<std::int64_t, model::job_result>& outcomes
    ) const;

    // Whether the user has lost his credential in the course of the night.
    [[nodiscard]] bool is_lost(std::int64_t user) const { return lost_.contains(user); }

    const portal_scenario& what;
    std::string name;
    mutable simulated_portal portal;
    portal::credential_book credentials;
    policy::policy_set policies;
    std::uint64_t lives = 0;  // of the process, so far

private:
    void order(const boost::json::object& orders);
    [[nodiscard]] boost::json::object seen(std::int64_t user) const;

    std::uint64_t requests_ = 0;
    std::set<std::int64_t> lost_;
};

}  // namespace simulation
