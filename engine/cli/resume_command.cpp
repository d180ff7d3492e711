#include "cli/resume_command.hpp"

#include "async/system_clock_source.hpp"
#include "cli/asked_again.hpp"
#include "cli/going_on.hpp"
#include "cli/invocation_record.hpp"
#include "cli/locked_portal.hpp"
#include "cli/program.hpp"
#include "cli/run_choice.hpp"
#include "cli/run_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <optional>
#include <utility>

namespace cli {

namespace {

struct resumable {
    journal::run_row run;  // the last of its line
    std::optional<model::run_id> retries;
    invocation_record asked;
};

std::unexpected<exit_code> complain(exit_code how, const std::string& text) {
    std::cerr << "muster: " << text << '\n';
    return std::unexpected(how);
}

// The last run of the line that this one belongs to: whoever continues an earlier one of it means
// that.
std::expected<journal::run_row, exit_code> last_of_line(
    const known_journal& in, journal::run_row run, std::optional<model::run_id>& retries
) {
    const auto line = in.store.line_of(run.id);
    if (!line) return complain(exit_code::state_lost, base::describe(line.error()));
    const auto first = in.store.find_run(line->front());
    if (!first) return complain(exit_code::state_lost, base::describe(first.error()));
    if (*first && (*first)->after && (*first)->after->how == model::kinship::retries)
        retries = (*first)->after->of;
    if (line->back() == run.id) return run;
    auto last = in.store.find_run(line->back());
    if (!last) return complain(exit_code::state_lost, base::describe(last.error()));
    std::cerr << fmt::format(
        "Run {} was continued by {}: going on from there.\n", run.id.value(), line->back().value()
    );
    return std::move(**last);
}

// Whom a retry would be about.
bool somebody_failed(const journal::run_row& run) {
    return std::ranges::any_of(
        std::array{
            model::user_outcome::failed, model::user_outcome::unknown, model::user_outcome::blocked
        },
        [&](model::user_outcome each) {
            const auto found = run.totals.users.find(each);
            return found != run.totals.users.end() && found->second != 0;
        }
    );
}

std::expected<void, exit_code> refuse_unfit(
    const journal::run_row& run, const invocation_record& asked
) {
    const auto id = run.id.value();
    if (asked.purpose == purpose_of_run::looks)
        return complain(
            exit_code::usage,
            fmt::format("run {} ({}) only looked: there is nothing to go on with", id, run.command)
        );
    const auto now = async::system_clock_source().wall_now();
    if (is_under_way(run, now))
        return complain(
            exit_code::try_again,
            fmt::format("run {} is still under way\n  {}", id, in_words(*run.holder, now))
        );
    if (run.end != model::run_end::complete) return {};
    std::cerr << fmt::format("Run {} came to its end: there is nothing to go on with.\n", id);
    if (!somebody_failed(run)) return std::unexpected(exit_code::done);
    if (const auto retry = line_to_retry(run, asked); !retry.empty())
        std::cerr << fmt::format("  {} does whoever failed in it\n", retry);
    return std::unexpected(exit_code::done);
}

std::expected<resumable, exit_code> find_resumable(const options& given, const std::string& word) {
    const auto in = open_known_journal(given);
    if (!in) return std::unexpected(in.error());
    auto chosen = choose_run(*in, given, word, may_be_continued);
    if (!chosen) return std::unexpected(chosen.error());
    resumable made;
    auto last = last_of_line(*in, std::move(*chosen), made.retries);
    if (!last) return std::unexpected(last.error());
    made.run = std::move(*last);
    if (!made.run.invocation)
        return complain(
            exit_code::usage,
            fmt::format(
                "what was asked for in run {} ({}) was not written down: apply again instead",
                made.run.id.value(),
                made.run.command
            )
        );
    auto asked = read_invocation(*made.run.invocation);
    if (!asked) return complain(exit_code::state_lost, base::describe(asked.error()));
    made.asked = std::move(*asked);
    if (const auto fit = refuse_unfit(made.run, made.asked); !fit)
        return std::unexpected(fit.error());
    return made;
}

// As it was asked for then, told as it is asked for now.
void adjust(options& then, const options& now, const resumable& what) {
    then.words = what.asked.words;
    then.config = now.config.empty() ? what.asked.config : now.config;
    then.portals = {what.run.portal.value()};
    then.continues = what.run.id.value();
    if (what.retries) then.retry_failed = what.retries->value();
    then.changes = now.changes;
    then.refresh = refresh_choice::when_old;
    tell_as_now(then, now);
    if (then.reason.empty()) then.reason = what.run.reason;
}

}  // namespace

exit_code resume_command(const options& given, const std::string& word) {
    const auto what = find_resumable(given, word);
    if (!what) return what.error();
    const auto now = from_anywhere(given);
    if (const auto there = enter_folder_of(what->run, what->asked); !there) return there.error();
    return run_again(what->asked.words, [&](options& then) { adjust(then, now, *what); });
}

}  // namespace cli
