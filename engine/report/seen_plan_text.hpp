#pragma once

#include "model/ids.hpp"
#include "model/value.hpp"
#include "report/painter.hpp"
#include "report/played.hpp"
#include "report/seen_plan.hpp"
#include "report/summary_text.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace report {

// What applying a plan would take, played with the portal's limits.
struct plan_forecast {
    std::uint64_t requests = 0;
    std::string text;                    // one line for a person; "" = not played
    std::vector<plan_milestone> played;  // of the users who change; empty = not asked
};

// What a credential must be allowed to do.
struct plan_scopes {
    std::set<std::string> users;
    std::set<std::string> admin;
};

// What only the caller can tell of a plan.
struct seen_plan_facts {
    std::string command;  // "plan", "drift"
    model::portal_name portal;
    std::string portal_url;
    std::vector<std::string> policies;
    std::string seen_at;               // when the portal was read, RFC 3339
    std::uint64_t unmatched = 0;       // users of the roster whom no policy matches
    std::uint64_t calls_left_out = 0;  // steps without a state, where only state was looked at
    plan_forecast forecast;
    std::optional<plan_scopes> scopes;  // nothing = no question here
    std::string sha256;                 // "" = the plan is not whole and has none
    std::vector<closing_line> closing;  // where it is saved, what to type next
    // By the number of a block, from 0: everybody in it, to be named instead of a few.
    std::map<std::size_t, std::vector<std::string>> expanded;
};

// The plan for a person: blocks of identical changes, users blocked by reason, exceptions in force,
// totals that add up, what applying it takes.
std::string seen_plan_text(const seen_plan& plan, const seen_plan_facts& facts, colors paint);

// Its blocks of changes alone.
std::string seen_plan_blocks(const seen_plan& plan, colors paint);

// Its totals alone.
std::string seen_plan_totals(const seen_plan& plan, const seen_plan_facts& facts);

// The same for a program: one JSON document, with a newline at its end.
std::string seen_plan_json(const seen_plan& plan, const seen_plan_facts& facts);

}  // namespace report
