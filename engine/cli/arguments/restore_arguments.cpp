#include "cli/arguments/commands.hpp"
#include "cli/arguments/flags.hpp"
#include "cli/diff_command.hpp"
#include "cli/restore_command.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>

namespace cli {

namespace {

void add_detail(CLI::App& to, options& given) {
    to.add_flag_callback(
        "--detailed-exitcode",
        [&given] { given.detail = exit_detail::differences; },
        "Exit code 2 where something differs"
    );
}

}  // namespace

void add_restore(CLI::App& app, invocation& asked) {
    auto& to = *app.add_subcommand("restore", "Give everybody back what a snapshot says he had");
    auto& given = asked.given;
    to.footer(
        "Written is only what differs, with the type that it had; what was written is read back. "
        "Who could not be read\n"
        "when the snapshot was taken is left alone. Look first: --dry-run. The thresholds of "
        "safety: "
        "hold as of apply.\n\n"
        "Exit codes: 0 done, 2 something differs (--dry-run --detailed-exitcode), others as of "
        "apply."
    );
    const auto wished = std::make_shared<restore_wish>();
    add_file(to, "FILE", wished->snapshot, "The snapshot")->required();
    add_people(to, given, portal_choice::one);
    to.add_flag_callback(
        "--dry-run",
        [wished] { wished->how = restoring::shown_only; },
        "Show what would be written; nothing is"
    );
    to.add_option(
          "--resource",
          wished->resources,
          "What is restored: names of resources, or all (default: settings that users read "
          "themselves)"
    )
        ->type_name("NAME,...")
        ->delimiter(',');
    to.add_flag_callback(
        "--other-portal",
        [wished] { wished->from = origin_check::any_portal; },
        "Although the snapshot is of another address"
    );
    add_detail(to, given);
    add_approval(to, given);
    add_stopping(to, given);
    add_lock(to, given);
    add_limits(to, given);
    add_connection(to, given);
    add_output(to, given);
    add_telling(to, given);
    asked.ask(to, [&given, wished] { return restore_command(given, *wished); });
}

void add_diff(CLI::App& app, invocation& asked) {
    auto& to = *app.add_subcommand(
        "diff", "Tell what differs between two snapshots, or two plans, of a portal"
    );
    auto& given = asked.given;
    struct files {
        std::string first;
        std::string second;
    };
    const auto said = std::make_shared<files>();
    add_file(to, "A", said->first, "The earlier one")->required();
    add_file(to, "B", said->second, "The later one")->required();
    to.add_option("--config", given.config, "Whose catalog is added")->type_name("FILE");
    add_detail(to, given);
    add_output(to, given);
    asked.ask(to, [&given, said] { return diff_command(given, said->first, said->second); });
}

}  // namespace cli
