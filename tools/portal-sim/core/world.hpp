#pragma once

#include "portal-sim/core/chance.hpp"
#include "portal-sim/core/credentials.hpp"
#include "portal-sim/core/directory.hpp"
#include "portal-sim/core/event_store.hpp"
#include "portal-sim/core/fault.hpp"
#include "portal-sim/core/observations.hpp"
#include "portal-sim/core/operating_budget.hpp"
#include "portal-sim/core/options.hpp"
#include "portal-sim/core/rate_bucket.hpp"
#include "portal-sim/core/section_store.hpp"
#include "portal-sim/core/settings_store.hpp"
#include "portal-sim/core/switches.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace portal_sim {

struct notification {
    std::int64_t id = 0;
    std::string message;
    std::string tag;
    std::int64_t sent_by = 0;
};

// What the token endpoint does with its next requests.
struct token_trouble {
    std::uint64_t count = 0;  // 0 = nothing is wrong
    std::string error;        // "" = it renews, and never answers
    int status = 400;
};

// What may be wrong with the portal as a whole.
struct portal_condition {
    bool deleted = false;
    bool overloaded = false;
    token_trouble tokens;
    std::string moved_to;  // "https://new.example": everything is answered with a redirect
};

// Everything that a portal is and has; the methods work on it. One per portal, no globals.
struct world {
    explicit world(const portal_options& chosen)
        : luck(chosen.seed), credentials(luck), options(chosen), rules(chosen.rules) {}

    chance luck;
    directory people;
    settings_store settings;
    section_store sections;
    event_store events;
    credential_store credentials;
    std::map<std::int64_t, std::vector<notification>> notifications;  // by receiver
    std::int64_t last_notification = 0;
    std::map<std::int64_t, boost::json::object> user_options;
    std::map<std::string, rate_bucket> buckets;  // by source address
    operating_budget operating;
    std::set<operating_key> told_to_wait;  // whose last call was refused for its operating time
    fault_plan faults;
    observations seen;
    portal_options options;
    switches rules;
    portal_condition condition;
};

// Fills a new portal: departments, the admin, the users, one calendar and one webhook for each.
void settle_people(world& portal);

// All scopes that this portal knows.
const scope_set& all_scopes();

}  // namespace portal_sim
