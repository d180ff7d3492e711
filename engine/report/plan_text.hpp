#pragma once

#include "model/ids.hpp"
#include "model/value.hpp"
#include "report/offline_plan.hpp"
#include "report/painter.hpp"
#include "report/played.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace report {

// What a plan was made from, and what only the caller can tell of it.
struct plan_facts {
    model::portal_name portal;
    std::string portal_url;
    std::vector<std::string> policies;
    std::uint64_t unmatched = 0;        // users of the roster whom no policy matches
    std::uint64_t excepted = 0;         // users who are excepted from all that is meant for them
    std::uint64_t exempt_keys = 0;      // keys of all users that an exception leaves alone
    std::uint64_t shared_requests = 0;  // at most; each for many users, so no user's own
    std::string forecast;               // one line, as the caller reckons it; "" = none
    std::vector<plan_milestone>
        played;  // of a run in which nothing is right yet; empty = not asked
};

// The plan for a person: blocks of users with their steps, keys and values, blocked users by
// reason, totals that add up, requests and forecast.
std::string plan_text(const offline_plan& plan, const plan_facts& facts, colors paint);

// The same for a program: {portal, portal_url, offline, policies, planned, …}.
model::object plan_object(const offline_plan& plan, const plan_facts& facts);

// As one JSON document, with a newline at its end: {format_version, plan}.
std::string plan_json(const offline_plan& plan, const plan_facts& facts);

}  // namespace report
