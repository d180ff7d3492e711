#include "cli/arguments/commands.hpp"
#include "cli/arguments/flags.hpp"
#include "cli/arguments/word_flag.hpp"
#include "cli/export_command.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace cli {

namespace {

const words<migration::fullness> modes{
    {"full", migration::fullness::full}, {"lite", migration::fullness::lite}
};

}  // namespace

void add_export(CLI::App& app, invocation& asked) {
    auto& to =
        *app.add_subcommand("export", "Write policies and a roster that say what everybody has");
    auto& given = asked.given;
    to.footer(
        "Of the portal as it is, or of a snapshot. Planned against the same portal they change "
        "nothing. With --to the\n"
        "roster has the ids of another portal, where people are found by their e-mail addresses "
        "and "
        "by a mapping.\n"
        "Calendars are named and not numbered, so the policies are the same for any portal.\n\n"
        "Exit codes: 0 done, 4 somebody was left out, 73 the folder is not empty or cannot be "
        "written, 78 a file is wrong;\n"
        "others as of snapshot."
    );
    const auto wished = std::make_shared<export_wish>();
    add_people(to, given, portal_choice::one);
    add_refresh(to, given);
    to.add_option("--out", wished->out, "The folder to write; it may not be there, or is empty")
        ->type_name("DIR")
        ->required();
    to.add_option("--snapshot", wished->snapshot, "A snapshot, instead of what the portal has now")
        ->type_name("FILE");
    to.add_option("--to", wished->to, "For which other portal of the configuration")
        ->type_name("NAME");
    to.add_option("--mapping", wished->mapping, "Who is who there, where addresses do not tell")
        ->type_name("FILE");
    add_choice(
        to,
        "--mode",
        wished->mode,
        modes,
        "Say everything, or (lite) leave out the portal's defaults"
    );
    add_limits(to, given);
    add_connection(to, given);
    add_output(to, given);
    add_telling(to, given);
    asked.ask(to, [&given, wished] { return export_command(given, *wished); });
}

}  // namespace cli
