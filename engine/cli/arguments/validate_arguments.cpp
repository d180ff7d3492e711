#include "cli/arguments/commands.hpp"
#include "cli/arguments/flags.hpp"
#include "cli/validate_command.hpp"

#include <CLI/CLI.hpp>

namespace cli {

void add_validate(CLI::App& app, invocation& asked) {
    auto& to =
        *app.add_subcommand("validate", "Check configuration, policies, roster and credentials");
    auto& given = asked.given;
    to.add_flag_callback(
        "--strict", [&given] { given.strict = strictness::strict; }, "A warning is an error as well"
    );
    add_files(to, given, portal_choice::several);
    add_output(to, given);
    asked.ask(to, [&given] { return validate_command(given); });
}

}  // namespace cli
