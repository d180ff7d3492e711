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
        "written is read back. Where the configuration has thresholds (safety), and where you are "
        "asked on a terminal,\n"
        "everybody is read before anybody is written. Ctrl-C once ends the run in good order, "
        "twice "
        "at once.\n\n"
        "Exit codes: 0 done, 3 some users failed, 4 some users blocked, 5 refused (thresholds, "
        "approval, stale users), 6\n"
        "stopped because too many failed, 69 portal unavailable, 73 journal or report cannot be "
        "written, 75 the\n"
        "deadline came or another run has the portal, 77 no authorization, 78 a file is wrong, 130 "
        "or 143 interrupted."
    );
    add_file(to, "PLAN", given.plan_file, "A saved plan: exactly that is applied");
    add_approval(to, given);
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
          "What this run was asked for, for users who failed, are unknown or blocked in it: its "
          "id, a beginning of it, or last"
    )
        ->type_name("RUN");
    add_stopping(to, given);
    add_lock(to, given);
    add_limits(to, given);
    add_connection(to, given);
    add_output(to, given);
    add_telling(to, given);
    asked.ask(to, [&given] { return apply_command(given); });
}

}  // namespace cli
