#include "cli/apply_command.hpp"
#include "cli/arguments/commands.hpp"
#include "cli/arguments/flags.hpp"

#include <CLI/CLI.hpp>

namespace cli {

void add_apply(CLI::App& app, invocation& asked) {
    auto& to = *app.add_subcommand("apply", "Give every user of the roster what the policies say");
    auto& given = asked.given;
    to.footer(
        "Every user is read first, under his own credential, and written only where something "
        "differs; what was\n"
        "written is read back. Ctrl-C once ends the run in good order, twice at once. One run at "
        "a\n"
        "time writes to a portal; reading it (plan) needs no turn.\n\n"
        "Exit codes: 0 done, 3 some users failed, 4 some users blocked, 6 stopped because too many "
        "failed, 69 portal\n"
        "unavailable, 73 journal or report cannot be written, 75 the deadline came or another run "
        "has the portal,\n77 no authorization, 78 a file is wrong, 130 or 143 interrupted."
    );
    add_files(to, given, portal_choice::several);
    add_refresh(to, given);
    to.add_flag_callback(
        "--single-pass",
        [&given] { given.passes = pass_choice::single; },
        "One request for each user whose credential an earlier run has proven: read, write and "
        "read back"
    );
    add_threads(to, given);
    to.add_option(
          "--retry-failed",
          given.retry_failed,
          "Only users who failed, are unknown or blocked in this run: its id, a beginning of it, "
          "or "
          "last"
    )
        ->type_name("RUN");
    to.add_option("--reason", given.reason, "Why, for the journal and the report")
        ->type_name("TEXT");
    add_stopping(to, given);
    add_lock(to, given);
    add_limits(to, given);
    add_connection(to, given);
    add_output(to, given);
    add_telling(to, given);
    asked.ask(to, [&given] { return apply_command(given); });
}

}  // namespace cli
