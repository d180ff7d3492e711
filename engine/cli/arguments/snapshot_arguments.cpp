#include "cli/arguments/commands.hpp"
#include "cli/arguments/flags.hpp"
#include "cli/snapshot_command.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>

namespace cli {

namespace {

void add_show(CLI::App& snapshot, invocation& asked) {
    auto& to = *snapshot.add_subcommand("show", "Tell what a snapshot holds");
    auto& given = asked.given;
    const auto file = std::make_shared<std::string>();
    add_file(to, "FILE", *file, "The snapshot")->required();
    add_output(to, given);
    asked.ask(to, [&given, file] { return snapshot_show_command(given, *file); });
}

}  // namespace

void add_snapshot(CLI::App& app, invocation& asked) {
    auto& to = *app.add_subcommand("snapshot", "Write down what everybody has; nothing is changed");
    auto& given = asked.given;
    to.footer(
        "Every user is read under his own credential, with one request. Who could not be read "
        "stands in the snapshot as\n"
        "such. Two snapshots of the same state are the same bytes. A run that ended early leaves "
        "none.\n\n"
        "Exit codes: 0 done, 4 some users could not be read, 69 portal unavailable, 73 the "
        "snapshot, the journal or\n"
        "the report cannot be written, 77 no authorization, 78 a file is wrong, 130 or 143 "
        "interrupted."
    );
    const auto wished = std::make_shared<snapshot_wish>();
    add_people(to, given, portal_choice::one);
    add_refresh(to, given);
    to.add_option("--out", wished->out, "Where it goes, instead of the state directory")
        ->type_name("FILE");
    to.add_option(
          "--resource",
          wished->resources,
          "What is read: names of resources, or all (default: what users read themselves)"
    )
        ->type_name("NAME,...")
        ->delimiter(',');
    add_reason(to, given);
    add_limits(to, given);
    add_connection(to, given);
    add_output(to, given);
    add_telling(to, given);
    add_show(to, asked);
    asked.ask(to, [&given, wished] { return snapshot_command(given, *wished); });
}

}  // namespace cli
