#pragma once

#include "cli/exit_code.hpp"
#include "cli/one_run.hpp"
#include "cli/options.hpp"
#include "cli/workspace.hpp"
#include "plan/safety.hpp"
#include "plan/saved_head.hpp"
#include "report/fan_out.hpp"
#include "report/seen_plan.hpp"
#include "report/seen_plan_text.hpp"
#include "run/needed_scopes.hpp"
#include "run/plan_file.hpp"
#include "run/plan_writer.hpp"
#include "run/state_only.hpp"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace cli {

// How everybody is looked at.
struct look_order {
    std::string command;  // "plan", "drift"
    run::attention to = run::attention::everything;
    std::uint64_t selected = 0;  // users; where an earlier run is retried, no more than these
    // Where the plan is saved; empty = in a file without a name.
    std::filesystem::path save_as;
    reporting report = reporting::none;
    // What is typed to come back to it; empty = the command and where the plan is saved.
    std::string again = {};
    // The jobs to look at; empty = those of the roster.
    decltype(run_order::supply) supply = {};
    // Under safety.protected, beside those whom its id or address names.
    std::set<model::user_id> shielded = {};
};

// A look at everybody of a portal, and what it found.
struct looked {
    look_order how;
    run::plan_file file;  // the plan, user by user
    plan::saved_head head;
    report::seen_plan found;
    run::needed_scopes scopes;
    run::plan_writer::protected_users shielded;
    // Of the plan; nothing = the run ended before everybody was looked at, and there is none.
    std::optional<plan::saved_end> end;
    ended_run run;

    std::unique_ptr<run::plan_writer> writer;
    report::progress_fan_out listeners;
};

// Reads everybody of the roster and writes nothing to the portal; the plan goes to a file while it
// comes. What stands in its way is told on stderr; then only an exit code is given.
std::expected<std::unique_ptr<looked>, exit_code> look_at_everybody(
    const options& given, const workspace& files, const look_order& how
);

// The same in three parts, for whoever has several portals. `into` outlives the run, which is
// carried out with `options_to_look`.
std::expected<std::unique_ptr<looked>, exit_code> begin_look(
    const options& given, const workspace& files, const look_order& how
);
options options_to_look(const options& given);
run_order order_to_look(const options& given, const workspace& files, looked& into);
std::expected<void, exit_code> end_look(looked& of, ended_run run);

// How much applying it would do.
plan::change_counts counts_of(const looked& seen);

// What is printed of it: with the forecast of what applying it takes.
base::result<report::seen_plan_facts> facts_of(
    const options& given, const workspace& files, const looked& seen
);

}  // namespace cli
