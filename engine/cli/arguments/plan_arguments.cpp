#include "cli/arguments/commands.hpp"
#include "cli/arguments/flags.hpp"
#include "cli/offline_plan_command.hpp"
#include "cli/plan_command.hpp"
#include "cli/plan_show.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace cli {

namespace {

constexpr auto plan_footer =
    "Everybody is read, under his own credential and at one request each; nothing is written to "
    "the portal.\n"
    "Identical changes are one block.\n\n"
    "Exit codes: 0 done, 2 something differs (with --detailed-exitcode), 4 some users could not be "
    "read,\n"
    "69 portal unavailable, 73 journal or plan cannot be written, 77 no authorization, 78 a file "
    "is wrong,\n"
    "130 or 143 interrupted.";

constexpr auto drift_footer =
    "As plan, but what has no state that could drift - a call - is left out, and what differs is "
    "told by the\n"
    "exit code.\n\n"
    "Exit codes: 0 no difference, or all put right, 2 something differs, 3 some users failed, 4 "
    "some "
    "users could\n"
    "not be read, 5 refused (thresholds, approval), 69 portal unavailable, 73 journal or report "
    "cannot be written,\n"
    "77 no authorization, 78 a file is wrong, 130 or 143 interrupted.";

void add_expand(CLI::App& to, options& given) {
    to.add_option("--expand", given.expand, "Name everybody of these blocks: numbers, or all")
        ->type_name("N,...")
        ->delimiter(',');
}

// What plan and drift have in common.
void add_look(CLI::App& to, options& given, portal_choice about) {
    to.add_option("--out", given.plan_out, "Save the plan, for muster apply FILE")
        ->type_name("FILE");
    add_expand(to, given);
    add_files(to, given, about);
    add_refresh(to, given);
    add_limits(to, given);
    add_connection(to, given);
    add_output(to, given);
    add_telling(to, given);
}

void add_plan_show(CLI::App& plan, invocation& asked) {
    auto& to = *plan.add_subcommand("show", "Show a saved plan");
    auto& given = asked.given;
    add_file(to, "FILE", given.plan_file, "What muster plan --out has saved")->required();
    add_expand(to, given);
    to.add_option("--config", given.config, "Whose catalog is added")->type_name("FILE");
    add_output(to, given);
    asked.ask(to, [&given] { return plan_show_command(given); });
}

enum class basis { portal, files_alone };

exit_code plan_on(const options& given, basis on) {
    if (on == basis::portal) return plan_command(given);
    if (given.plan_out.empty() && given.expand.empty()) return offline_plan_command(given);
    std::cerr << "muster plan: --offline knows nothing of what is there: it cannot be saved or "
                 "expanded\n";
    return exit_code::usage;
}

}  // namespace

void add_plan(CLI::App& app, invocation& asked) {
    auto& to = *app.add_subcommand("plan", "Show what apply would change; nothing is changed");
    to.footer(plan_footer);
    auto& given = asked.given;
    const auto on = std::make_shared<basis>(basis::portal);
    to.add_flag_callback(
        "--offline",
        [on] { *on = basis::files_alone; },
        "From the files alone, without reading the portal"
    );
    to.add_flag_callback(
        "--simulate",
        [&given] { given.play = play_choice::whole; },
        "Play the run with the configured limits, and show when how much would be done"
    );
    to.add_flag_callback(
        "--detailed-exitcode",
        [&given] { given.detail = exit_detail::differences; },
        "End with 2 where something differs"
    );
    add_look(to, given, portal_choice::several);
    add_plan_show(to, asked);
    asked.ask(to, [&given, on] { return plan_on(given, *on); });
}

void add_drift(CLI::App& app, invocation& asked) {
    auto& to = *app.add_subcommand("drift", "Show what is no longer as it should be");
    to.footer(drift_footer);
    auto& given = asked.given;
    to.add_flag_callback(
        "--remediate",
        [&given] { given.remedy = remedy_choice::applied; },
        "Put it right: one request for whoever is as he should be, two for whoever is not (three, "
        "under a threshold, for who gets a calendar made)"
    );
    add_approval(to, given);
    add_stopping(to, given);
    add_lock(to, given);
    add_look(to, given, portal_choice::one);
    asked.ask(to, [&given] { return drift_command(given); });
}

}  // namespace cli
