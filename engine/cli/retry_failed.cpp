#include "cli/retry_failed.hpp"

#include "cli/asked_again.hpp"
#include "cli/going_on.hpp"
#include "cli/invocation_record.hpp"
#include "cli/program.hpp"
#include "cli/run_choice.hpp"
#include "cli/run_state.hpp"

#include <fmt/format.h>

#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cli {

namespace {

std::unexpected<exit_code> complain(exit_code how, const std::string& text) {
    std::cerr << "muster apply: " << text << '\n';
    return std::unexpected(how);
}

struct retried {
    journal::run_row run;
    invocation_record asked;
};

// What was no apply is asked for again by its own command, which finds by itself what is left.
std::expected<void, exit_code> refuse_unfit(
    const journal::run_row& run, const invocation_record& asked
) {
    const auto id = run.id.value();
    if (asked.purpose == purpose_of_run::looks)
        return complain(
            exit_code::usage,
            fmt::format("run {} ({}) only looked: nobody failed to be changed", id, run.command)
        );
    if (is_by_apply(run)) return {};
    const auto line = line_to_retry(run, asked);
    return complain(
        exit_code::usage,
        fmt::format(
            "run {} was no apply ({}): ask for that again{}",
            id,
            run.command,
            line.empty() ? "" : "\n  " + line
        )
    );
}

std::expected<retried, exit_code> find_retried(const options& given) {
    const auto in = open_known_journal(given);
    if (!in) return std::unexpected(in.error());
    auto run = choose_run(*in, given, given.retry_failed, may_be_continued);
    if (!run) return std::unexpected(run.error());
    const auto portal = run->portal.value();
    if (!given.portals.empty() && given.portals != std::vector{portal})
        return complain(
            exit_code::usage,
            fmt::format(
                "run {} was on portal {}, and --portal names something else",
                run->id.value(),
                portal
            )
        );
    const auto asked = run->invocation ? read_invocation(*run->invocation)
                                       : base::result<invocation_record>(invocation_record());
    if (!asked) return complain(exit_code::state_lost, base::describe(asked.error()));
    if (!run->invocation)
        return complain(
            exit_code::usage,
            fmt::format(
                "what was asked for in run {} ({}) was not written down\n  apply what is meant to "
                "whoever failed: muster apply --limit @failed.txt, with the list of its report",
                run->id.value(),
                run->command
            )
        );
    if (const auto fit = refuse_unfit(*run, *asked); !fit) return std::unexpected(fit.error());
    return retried{std::move(*run), *asked};
}

// What is typed now in the place of what was typed then.
void overrule(options& then, const options& now) {
    if (!now.policies.empty()) then.policies = now.policies;
    if (!now.roster.empty()) then.roster = now.roster;
    if (!now.vars.empty()) then.vars = now.vars;
    if (!now.var_files.empty()) then.var_files = now.var_files;
    if (now.limit) then.limit = now.limit;
    if (now.exclude) then.exclude = now.exclude;
    if (!now.serial.empty()) then.serial = now.serial;
    if (now.max_fail) then.max_fail = now.max_fail;
    if (now.max_fail_percent) then.max_fail_percent = now.max_fail_percent;
    if (now.on_error) then.on_error = now.on_error;
    if (now.passes != pass_choice::two) then.passes = now.passes;
    if (now.outdated != model::when_changed::leave_user) then.outdated = now.outdated;
    if (now.seed) then.seed = now.seed;
}

// A word that was given for that run was not given for this one.
void adjust(options& then, const options& now, const retried& what) {
    then.words = now.words;
    then.folder = now.folder;
    then.config = now.config.empty() ? what.asked.config : now.config;
    then.portals = {what.run.portal.value()};
    then.retries = now.retries.empty() ? what.run.id.value() : now.retries;
    then.continues = now.continues;
    then.changes = now.changes;
    then.refresh = now.refresh;
    then.approval = now.approval;
    then.input = now.input;
    then.accept = now.accept;
    overrule(then, now);
    tell_as_now(then, now);
}

}  // namespace

exit_code retry_failed(const options& given) {
    if (!given.plan_file.empty()) {
        std::cerr << "muster apply: --retry-failed does what that run was asked for: it cannot be "
                     "had with another plan\n";
        return exit_code::usage;
    }
    const auto what = find_retried(given);
    if (!what) return what.error();
    const auto now = from_anywhere(given);
    if (const auto there = enter_folder_of(what->run, what->asked); !there) return there.error();
    return run_again(what->asked.words, [&](options& then) { adjust(then, now, *what); });
}

}  // namespace cli
