#include "cli/arguments/commands.hpp"
#include "cli/arguments/flags.hpp"
#include "cli/rollback_command.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace cli {

void add_rollback(CLI::App& app, invocation& asked) {
    auto& to = *app.add_subcommand("rollback", "Take back what an earlier run changed");
    auto& given = asked.given;
    to.footer(
        "Of every user of that run the keys that it wrote are put back, each only where it still "
        "is what the run left\n"
        "there; what somebody changed since is left and listed. A value comes back with its very "
        "type. What was sent or\n"
        "called stays; what the run made stays as well, unless --delete-created is given. It is a "
        "run of its own, and can\nbe taken back like any other.\n\n"
        "Exit codes: 0 done, 3 some users failed, 4 some users blocked, or something left because "
        "it was changed since,\n"
        "64 no such run, 69 portal unavailable, 73 journal or report cannot be written, 75 that "
        "run is still under way, or\nanother has the portal, 77 no authorization, 78 a file is "
        "wrong, 130 or 143 interrupted."
    );
    const auto wished = std::make_shared<rollback_wish>();
    to.add_option("RUN", wished->run, "The run's id, or last")->type_name("")->required();
    to.add_flag_callback(
        "--dry-run",
        [wished] { wished->how = plan::passes::look; },
        "Only look, and tell what would be put back and what would be left"
    );
    to.add_flag_callback(
        "--delete-created",
        [wished] { wished->made = run::made_items::remove; },
        "Delete what the run made, where the journal proves it, nobody changed it, nothing is in "
        "it and no setting of the user's points to it"
    );
    add_people(to, given, portal_choice::one);
    add_word(to, given);
    add_reason(to, given);
    add_stopping(to, given);
    add_lock(to, given);
    add_limits(to, given);
    add_connection(to, given);
    add_output(to, given);
    add_telling(to, given);
    asked.ask(to, [&given, wished] { return rollback_command(given, *wished); });
}

}  // namespace cli
