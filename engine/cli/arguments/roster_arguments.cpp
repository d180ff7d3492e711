#include "cli/arguments/commands.hpp"
#include "cli/arguments/flags.hpp"
#include "cli/roster_command.hpp"

#include <CLI/CLI.hpp>

#include <string>

namespace cli {

namespace {

void add_view(
    CLI::App& roster,
    invocation& asked,
    const std::string& name,
    const std::string& what,
    roster_view view
) {
    auto& to = *roster.add_subcommand(name, what);
    auto& given = asked.given;
    add_files(to, given, portal_choice::one);
    add_refresh(to, given);
    add_output(to, given);
    asked.ask(to, [&given, view] { return roster_command(given, view); });
}

}  // namespace

void add_roster(CLI::App& app, invocation& asked) {
    auto& to = *app.add_subcommand("roster", "Show whom the other commands are about");
    to.require_subcommand(1);
    to.footer(
        "A roster that is the portal's own directory is read from the portal where what is kept of "
        "it is too old.\n\n"
        "Exit codes: 0 done, 69 portal unavailable, 73 state cannot be written, 77 no "
        "authorization, 78 a file is wrong."
    );
    add_view(to, asked, "list", "Every user, with credential and groups", roster_view::list);
    add_view(
        to, asked, "check", "How many, in which groups, and what they lack", roster_view::check
    );
}

}  // namespace cli
