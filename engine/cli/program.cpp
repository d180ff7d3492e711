#include "cli/program.hpp"

#include "cli/arguments/commands.hpp"
#include "cli/usage.hpp"
#include "cli/version.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <optional>
#include <vector>

namespace cli {

namespace {

exit_code print_version() {
    std::cout << "muster " << version_text << '\n';
    return exit_code::done;
}

// In the order in which the help lists them.
void add_commands(CLI::App& app, invocation& asked) {
    add_apply(app, asked);
    add_resume(app, asked);
    add_plan(app, asked);
    add_snapshot(app, asked);
    add_restore(app, asked);
    add_export(app, asked);
    add_drift(app, asked);
    add_runs(app, asked);
    add_run(app, asked);
    add_rollback(app, asked);
    add_diff(app, asked);
    add_validate(app, asked);
    add_roster(app, asked);
    asked.ask(*app.add_subcommand("version", "Print the version"), print_version);
    add_explain(app, asked);
    add_schema(app, asked);
}

// No option means anything by an empty text, and where a script's variable is empty, doing what the
// command would do without the option may be the very thing that was to be avoided.
void refuse_empty_values(CLI::App& app) {
    const auto is_said = [](const std::string& text) {
        return std::string(text.empty() ? "takes a value, not an empty text" : "");
    };
    for (auto* each : app.get_options())
        if (each->get_items_expected_max() > 0) each->check(is_said, "");
    for (auto* each : app.get_subcommands([](const CLI::App*) { return true; }))
        refuse_empty_values(*each);
}

// Reads the words into `asked`; otherwise how the program ends, which was told.
std::optional<exit_code> read_words(invocation& asked, int argc, const char* const* argv) {
    asked.given.words.assign(argv + std::min(argc, 1), argv + argc);
    CLI::App app(
        "Muster makes the settings of everybody on a Bitrix24 portal what your policies say.",
        "muster"
    );
    app.require_subcommand(1);
    app.set_help_all_flag("--help-all", "Help of every command");
    app.footer("Every command explains itself: muster COMMAND --help");
    add_commands(app, asked);
    refuse_empty_values(app);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& said) {
        if (said.get_exit_code() == 0) {  // help, which goes to stdout
            app.exit(said);
            return exit_code::done;
        }
        std::cerr << usage_problem(app, said);
        return exit_code::usage;
    }
    return std::nullopt;
}

}  // namespace

exit_code run_program(int argc, const char* const* argv) {
    invocation asked;
    if (const auto end = read_words(asked, argc, argv)) return *end;
    return asked.command();
}

exit_code run_again(
    const std::vector<std::string>& words, const std::function<void(options&)>& adjust
) {
    std::vector<const char*> all{"muster"};
    for (const auto& each : words) all.push_back(each.c_str());
    invocation asked;
    if (const auto end = read_words(asked, static_cast<int>(all.size()), all.data())) return *end;
    adjust(asked.given);
    return asked.command();
}

}  // namespace cli
