#include "cli/arguments/commands.hpp"
#include "cli/arguments/flags.hpp"
#include "cli/arguments/word_flag.hpp"
#include "cli/config/duration.hpp"
#include "cli/resume_command.hpp"
#include "cli/run_prune_command.hpp"
#include "cli/run_report_command.hpp"
#include "cli/run_show_command.hpp"
#include "cli/runs_command.hpp"

#include <CLI/CLI.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace cli {

namespace {

constexpr auto run_in_words = "Its id, a beginning of it that no other has, or last";

// Whose journal, and of which portal.
void add_journal(CLI::App& to, options& given, const std::string& portal) {
    to.add_option("--config", given.config, "Whose journal, instead of the nearest muster.yaml's")
        ->type_name("FILE");
    to.add_option("--portal", given.portals, portal)->type_name("NAME")->expected(1);
}

// An age of runs: days as well.
std::optional<std::chrono::milliseconds> parse_age(const std::string& word) {
    if (!word.ends_with('d')) return parse_duration(word);
    const auto hours = parse_duration(word.substr(0, word.size() - 1) + 'h');
    if (!hours || *hours > std::chrono::days(100'000)) return std::nullopt;
    return *hours * 24;
}

CLI::Validator a_count(std::size_t least) {
    return only(
        number_that<std::size_t>([least](auto count) { return count >= least; }),
        "a whole number from " + std::to_string(least)
    );
}

void add_show(CLI::App& run, invocation& asked) {
    struct words {
        std::string run;
        std::string user;
    };
    auto& to = *run.add_subcommand("show", "What became of a run, and what to type next");
    auto& given = asked.given;
    const auto said = std::make_shared<words>();
    to.add_option("RUN", said->run, run_in_words)->type_name("")->required();
    to.add_option(
          "--user",
          said->user,
          "The story of this user (id or email): steps with what was there before and after, and "
          "every request with its time, wait, code and purpose"
    )
        ->type_name("USER");
    add_journal(to, given, "Of which portal 'last' is meant");
    add_output(to, given);
    asked.ask(to, [&given, said] {
        return said->user.empty() ? run_show_command(given, said->run)
                                  : run_show_user_command(given, said->run, said->user);
    });
}

void add_report(CLI::App& run, invocation& asked) {
    auto& to = *run.add_subcommand("report", "Write the report of a run once more");
    auto& given = asked.given;
    to.footer(
        "From the journal, into the place that the configuration names; prints the page to open. "
        "Nothing is overwritten.\n"
        "What the journal does not keep is not in it: under which credential a user was taken on, "
        "and where the portal had\n"
        "moved. What to type next is said as 'muster run show' says it. With --output json also "
        "the results of its users.\n\n"
        "Exit codes: 0 done, 1 there is no journal, 64 there is no such run, 73 the report cannot "
        "be "
        "written or is there,\n"
        "75 the run is still under way."
    );
    const auto word = std::make_shared<std::string>();
    to.add_option("RUN", *word, run_in_words)->type_name("")->required();
    to.add_option(
          "--report-dir", given.report_dir, "Where the report goes, instead of the configuration's"
    )
        ->type_name("DIR");
    add_journal(to, given, "Of which portal 'last' is meant");
    add_output(to, given);
    asked.ask(to, [&given, word] { return run_report_command(given, *word); });
}

void add_prune(CLI::App& run, invocation& asked) {
    auto& to = *run.add_subcommand("prune", "Take old runs out of the journal");
    auto& given = asked.given;
    to.footer(
        "A run goes if all that is asked for lets it go. None that is under way goes, nor the last "
        "of a portal that did\n"
        "not come to its end, nor one that a run that stays continues or retries. Whose "
        "credentials "
        "are and what was done\n"
        "once per user is remembered for ever. Where no run is under way, the room goes back to "
        "the "
        "disk.\n\n"
        "Exit codes: 0 done, 1 there is no journal, 64 the command line is wrong, 73 the journal "
        "cannot be written."
    );
    const auto what = std::make_shared<run::prune_order>();
    to.add_option("--keep", what->keep, "Keep the newest so many of each portal")
        ->type_name("N")
        ->check(a_count(0));
    to.add_option_function<std::string>(
          "--older-than",
          [what](const std::string& word) { what->older_than = *parse_age(word); },
          "Only those that began so long ago"
    )
        ->type_name("TIME")
        ->check(only(
            [](const std::string& word) { return parse_age(word).has_value(); },
            "a time like 12h or 90d"
        ));
    to.add_flag_callback(
        "--even-unfinished",
        [what] { what->what_could_go_on = run::unfinished::pruned; },
        "Also the last of a portal that 'muster resume' could go on with"
    );
    add_journal(to, given, "Only runs of this portal");
    add_output(to, given);
    asked.ask(to, [&given, what] { return run_prune_command(given, *what); });
}

}  // namespace

void add_runs(CLI::App& app, invocation& asked) {
    auto& to = *app.add_subcommand("runs", "List the runs, newest first");
    auto& given = asked.given;
    const auto most = std::make_shared<std::size_t>(20);
    add_journal(to, given, "Only runs of this portal");
    to.add_option("--limit", *most, "How many (default: 20)")->type_name("N")->check(a_count(1));
    add_output(to, given);
    asked.ask(to, [&given, most] { return runs_command(given, *most); });
}

void add_run(CLI::App& app, invocation& asked) {
    auto& to = *app.add_subcommand(
        "run", "Look back at a run, write its report once more, or take old ones away"
    );
    to.require_subcommand(1);
    add_show(to, asked);
    add_report(to, asked);
    add_prune(to, asked);
}

void add_resume(CLI::App& app, invocation& asked) {
    auto& to = *app.add_subcommand("resume", "Go on with a run that was interrupted or killed");
    auto& given = asked.given;
    to.footer(
        "It goes on as it was asked for then: the same portal, policies, roster and users. Whoever "
        "has his outcome is left\n"
        "alone; what was under way is settled by reading it; a call whose answer was lost ends as "
        "unknown and is not made\n"
        "again. It is a run of its own; both together are the whole selection.\n\n"
        "Exit codes: as of the command that it goes on with; 0 where there is nothing to go on "
        "with, 5 the files have\n"
        "changed since, 64 there is no such run, 75 it is still under way."
    );
    const auto word = std::make_shared<std::string>();
    to.add_option("RUN", *word, run_in_words)->type_name("")->required();
    to.add_flag_callback(
        "--accept-changes",
        [&given] { given.changes = changes_choice::accept; },
        "Go on although policies, roster or other files say something else by now"
    );
    add_journal(to, given, "Of which portal 'last' is meant");
    add_reason(to, given);
    add_lock(to, given);
    add_deadline(to, given);
    add_limits(to, given);
    to.add_option(
          "--ca-file", given.ca_file, "Trust only the certificate authorities in this file (PEM)"
    )
        ->type_name("FILE");
    add_output(to, given);
    add_telling(to, given);
    asked.ask(to, [&given, word] { return resume_command(given, *word); });
}

}  // namespace cli
