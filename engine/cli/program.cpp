#include "cli/program.hpp"

#include "cli/apply_command.hpp"
#include "cli/config/as_typed.hpp"
#include "cli/explain_command.hpp"
#include "cli/explain_user_command.hpp"
#include "cli/options.hpp"
#include "cli/plan_command.hpp"
#include "cli/roster_command.hpp"
#include "cli/usage.hpp"
#include "cli/validate_command.hpp"
#include "cli/version.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

namespace cli {

namespace {

// The words that a flag may take, the default first.
template <class Choice>
using words = std::vector<std::pair<std::string, Choice>>;

const words<output_format> outputs{
    {"text", output_format::text}, {"json", output_format::json}, {"jsonl", output_format::jsonl}
};
const words<progress_choice> progresses{
    {"auto", progress_choice::automatic},
    {"bar", progress_choice::bar},
    {"plain", progress_choice::plain},
    {"none", progress_choice::none}
};
const words<when> colours{
    {"auto", when::automatic}, {"always", when::always}, {"never", when::never}
};

// CLI11's own checks would tell of types and limits in its own words, and put them into the help.
template <class Fits>
CLI::Validator only(Fits fits, std::string expected) {
    return {
        [fits, expected](std::string& word) {
            return fits(word) ? std::string()
                              : fmt::format("takes {}, not '{}'", expected, as_typed(word));
        },
        ""
    };
}

// Whether a word is a number for which `holds`.
template <class Number, class Condition>
auto number_that(Condition holds) {
    return [holds](const std::string& word) {
        Number number{};
        return CLI::detail::lexical_cast(word, number) && holds(number);
    };
}

template <class Choice>
void add_choice(
    CLI::App& to,
    const std::string& name,
    Choice& value,
    const words<Choice>& known,
    const std::string& what
) {
    const auto find = [&known](const std::string& word) {
        return std::ranges::find(known, word, &std::pair<std::string, Choice>::first);
    };
    std::string listed;
    for (const auto& each : known)
        listed += (&each == &known.front()  ? ""
                   : &each == &known.back() ? " or "
                                            : ", ") +
                  each.first;
    to.add_option_function<std::string>(
          name,
          [&value, find](const std::string& word) { value = find(word)->second; },
          fmt::format("{}: {} (default: {})", what, listed, known.front().first)
    )
        ->type_name("WORD")
        ->check(only(
            [&known, find](const std::string& word) { return find(word) != known.end(); }, listed
        ));
}

void add_files(CLI::App& to, options& given) {
    to.add_option("--config", given.config, "The configuration, instead of the nearest muster.yaml")
        ->type_name("FILE");
    to.add_option(
          "--portal",
          given.portals,
          "Which portals of the configuration; needed where it has several: names, 'acme-*', all, "
          "or !NAME to leave out"
    )
        ->type_name("NAME,...")
        ->delimiter(',');
    to.add_option("--policy", given.policies, "Policies, instead of those in the configuration")
        ->type_name("FILE,...")
        ->delimiter(',');
    to.add_option("--roster", given.roster, "The roster, instead of the one in the configuration")
        ->type_name("FILE,...")
        ->delimiter(',');
    to.add_option(
          "--limit",
          given.limit,
          "Only these users: ids, emails, groups, attribute=value or @FILE with ':' between them; "
          "& "
          "restricts, ! leaves out: 'sales:&moscow:!interns'"
    )
        ->type_name("USERS");
    to.add_option("--exclude", given.exclude, "Not these users, written like --limit")
        ->type_name("USERS");
    to.add_option("--var", given.vars, "A variable of the policies; may be given several times")
        ->type_name("NAME=VALUE");
    to.add_option("--var-file", given.var_files, "Variables of the policies, as YAML")
        ->type_name("FILE");
}

void add_output(CLI::App& to, options& given) {
    add_choice(to, "--output", given.output, outputs, "Results");
    add_choice(to, "--color", given.colour, colours, "Colours");
}

void add_limits(CLI::App& to, options& given) {
    to.add_option(
          "--rps", given.rate, "Requests per second that the portal drains, instead of its plan's"
    )
        ->type_name("R")
        ->check(only(
            number_that<double>([](double rate) { return rate > 0 && rate <= 10'000; }),
            "a number above 0 and up to 10000"
        ));
    to.add_option(
          "--burst", given.burst, "Requests that the portal takes at once, instead of its plan's"
    )
        ->type_name("B")
        ->check(only(
            number_that<std::uint32_t>([](auto burst) { return burst > 0 && burst <= 100'000; }),
            "a whole number from 1 to 100000"
        ));
    to.add_option(
          "--share", given.share, "How much of both to use, above 0 and up to 1 (default: 0.9)"
    )
        ->type_name("S")
        ->check(only(
            number_that<double>([](double share) { return share > 0 && share <= 1; }),
            "a number above 0 and up to 1"
        ));
}

void add_refresh(CLI::App& to, options& given) {
    to.add_flag_callback(
        "--refresh",
        [&given] { given.refresh = refresh_choice::always; },
        "Read the portal's directory again, however young what is kept of it is"
    );
}

void add_apply(CLI::App& to, options& given) {
    to.footer(
        "Every user is read first, under his own credential, and written only where something "
        "differs; what was\n"
        "written is read back. Ctrl-C once ends the run in good order, twice at once.\n\n"
        "Exit codes: 0 done, 3 some users failed, 4 some users blocked, 69 portal unavailable, 73 "
        "journal or\n"
        "report cannot be written, 77 no authorization, 78 a file is wrong, 130 or 143 interrupted."
    );
    add_files(to, given);
    add_refresh(to, given);
    to.add_flag_callback(
        "--single-pass",
        [&given] { given.passes = pass_choice::single; },
        "One request for each user whose credential an earlier run has proven: read, write and "
        "read back"
    );
    to.add_option("--reason", given.reason, "Why, for the journal and the report")
        ->type_name("TEXT");
    add_limits(to, given);
    to.add_option(
          "--ca-file", given.ca_file, "Trust only the certificate authorities in this file (PEM)"
    )
        ->type_name("FILE");
    to.add_option("--seed", given.seed, "Of all jitter, to repeat a run's waiting")
        ->type_name("N")
        ->check(only(number_that<std::uint64_t>([](auto) { return true; }), "a whole number from 0")
        );
    add_output(to, given);
    to.add_option(
          "--json-into", given.json_into, "Write the results as JSON into this file as well"
    )
        ->type_name("FILE");
    to.add_option(
          "--report-dir", given.report_dir, "Where the report goes, instead of the configuration's"
    )
        ->type_name("DIR");
    add_choice(to, "--progress", given.progress, progresses, "Progress on stderr");
    to.add_flag_callback(
        "-q,--quiet",
        [&given] { given.talk = verbosity::quiet; },
        "Print nothing but results and errors"
    );
    to.add_flag_callback(
        "-v,--verbose", [&given] { given.talk = verbosity::verbose; }, "Log every request to stderr"
    );
}

}  // namespace

exit_code run_program(int argc, const char* const* argv) {
    options given;
    CLI::App app(
        "Muster makes the settings of everybody on a Bitrix24 portal what your policies say.",
        "muster"
    );
    app.require_subcommand(1);
    app.set_help_all_flag("--help-all", "Help of every command");
    app.footer("Every command explains itself: muster COMMAND --help");

    auto* apply =
        app.add_subcommand("apply", "Give every user of the roster what the policies say");
    add_apply(*apply, given);

    auto* plan = app.add_subcommand("plan", "Show what apply would send; nothing is sent");
    bool offline = false;
    plan->add_flag("--offline", offline, "From the files alone, without reading the portal");
    plan->add_flag_callback(
        "--simulate",
        [&given] { given.play = play_choice::whole; },
        "Play the run with the configured limits, and show when how much would be done"
    );
    add_files(*plan, given);
    add_limits(*plan, given);
    add_output(*plan, given);

    auto* validate =
        app.add_subcommand("validate", "Check configuration, policies, roster and credentials");
    validate->add_flag_callback(
        "--strict", [&given] { given.strict = strictness::strict; }, "A warning is an error as well"
    );
    add_files(*validate, given);
    add_output(*validate, given);

    auto* roster = app.add_subcommand("roster", "Show whom the other commands are about");
    roster->require_subcommand(1);
    roster->footer(
        "Where the roster is the portal's directory, it is read and kept when what is kept is too "
        "old.\n\n"
        "Exit codes: 0 done, 69 portal unavailable, 73 state cannot be written, 77 no "
        "authorization, 78 a file is wrong."
    );
    auto* roster_list = roster->add_subcommand("list", "Every user, with credential and groups");
    add_files(*roster_list, given);
    add_refresh(*roster_list, given);
    add_output(*roster_list, given);
    auto* roster_check =
        roster->add_subcommand("check", "How many, in which groups, and what they lack");
    add_files(*roster_check, given);
    add_refresh(*roster_check, given);
    add_output(*roster_check, given);

    auto* version = app.add_subcommand("version", "Print the version");

    auto* explain = app.add_subcommand("explain", "Tell what a method or a resource takes");
    std::string subject;
    explain
        ->add_option(
            "NAME",
            subject,
            "A method, a resource, either with .FIELD, or directory; none lists all"
        )
        ->type_name("");
    explain->add_option("--config", given.config, "Whose catalog is added")->type_name("FILE");
    add_output(*explain, given);
    auto* explain_user = explain->add_subcommand("user", "Tell what a user gets, and why");
    std::string user;
    std::string key;
    explain_user
        ->add_option("USER", user, "Id or e-mail address; none tells of the resource 'user'")
        ->type_name("");
    explain_user
        ->add_option("KEY", key, "Only this key, such as view or calendar.user.settings.view")
        ->type_name("");
    add_files(*explain_user, given);
    add_output(*explain_user, given);

    auto* schema = app.add_subcommand("schema", "Print the JSON Schema of a file you write");
    std::string kind;
    schema->add_option("KIND", kind, "policy, config, roster, exceptions or catalog")
        ->type_name("")
        ->required();
    schema->add_option("--config", given.config, "Whose catalog is added")->type_name("FILE");

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
    if (version->parsed()) {
        std::cout << "muster " << version_text << '\n';
        return exit_code::done;
    }
    if (explain_user->parsed() && !user.empty()) return explain_user_command(given, user, key);
    if (explain_user->parsed()) return explain_command(given, "user");
    if (explain->parsed()) return explain_command(given, subject);
    if (schema->parsed()) return schema_command(given, kind);
    if (roster_list->parsed()) return roster_command(given, roster_view::list);
    if (roster_check->parsed()) return roster_command(given, roster_view::check);
    if (validate->parsed()) return validate_command(given);
    if (plan->parsed() && !offline) {
        std::cerr << "muster plan: --offline is missing\n"
                     "  this version plans from the files alone: muster plan --offline\n";
        return exit_code::usage;
    }
    if (plan->parsed()) return plan_command(given);
    return apply_command(given);
}

}  // namespace cli
