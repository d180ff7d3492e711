#include "cli/arguments/commands.hpp"
#include "cli/arguments/flags.hpp"
#include "cli/plan_command.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace cli {

namespace {

enum class basis { portal, files_alone };

exit_code plan_or_tell(const options& given, basis on) {
    if (on == basis::files_alone) return plan_command(given);
    std::cerr << "muster plan: --offline is missing\n"
                 "  this version plans from the files alone: muster plan --offline\n";
    return exit_code::usage;
}

}  // namespace

void add_plan(CLI::App& app, invocation& asked) {
    auto& to = *app.add_subcommand("plan", "Show what apply would send; nothing is sent");
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
    add_files(to, given, portal_choice::one);
    add_limits(to, given);
    add_output(to, given);
    asked.ask(to, [&given, on] { return plan_or_tell(given, *on); });
}

}  // namespace cli
