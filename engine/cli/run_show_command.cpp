#include "cli/run_show_command.hpp"

#include "async/system_clock_source.hpp"
#include "cli/advice.hpp"
#include "cli/going_on.hpp"
#include "cli/invocation_record.hpp"
#include "cli/run_choice.hpp"
#include "cli/run_json.hpp"
#include "cli/run_state.hpp"
#include "cli/shell_word.hpp"
#include "cli/terminal.hpp"
#include "cli/user_story.hpp"
#include "journal/read.hpp"
#include "report/escaping.hpp"
#include "report/summary_json.hpp"
#include "report/summary_text.hpp"
#include "report/totals.hpp"
#include "run/remembered_run.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iostream>
#include <optional>
#include <utility>

namespace cli {

namespace {

exit_code complain(const base::failure& what) {
    std::cerr << "muster: " << base::describe(what) << '\n';
    return exit_code::state_lost;
}

// Everything that is shown of a run.
struct told_run {
    journal::run_row row;
    std::optional<invocation_record> asked;
    std::optional<model::run_id> continued_by;
    model::run_summary summary;
    report::totals totals;
    std::uint64_t open = 0;  // jobs without an outcome
};

base::result<void> count_jobs(const journal::store& in, told_run& run) {
    return journal::reader(in).each_job(
        run.row.id,
        [&](const journal::job_row& job) -> base::result<void> {
            if (job.overall)
                run.totals.add(run::result_of(job));
            else
                ++run.open;
            return {};
        }
    );
}

base::result<void> look_along_the_line(const journal::store& in, told_run& run) {
    const auto found = place_in_line(in, run.row.id);
    if (!found) return std::unexpected(found.error());
    run.continued_by = found->continued_by;
    run.summary.carried = found->carried;
    return {};
}

base::result<told_run> read_whole(const journal::store& in, journal::run_row row) {
    told_run made;
    if (row.invocation)
        if (auto asked = read_invocation(*row.invocation)) made.asked = std::move(*asked);
    made.summary = run::summary_of(row);
    made.totals = report::totals(advice_about, [retry = line_to_retry(row, made.asked)](auto code) {
        return code == journal::cut_short ? std::string() : retry;
    });
    made.row = std::move(row);
    auto done = count_jobs(in, made);
    if (done) done = look_along_the_line(in, made);
    if (!done) return std::unexpected(done.error());
    return made;
}

std::vector<report::closing_line> closing_of(
    const options& given, const told_run& run, base::wall_time now
) {
    std::vector<report::closing_line> all;
    if (run.asked) {
        std::string typed = "muster";
        for (const auto& each : run.asked->words) typed += ' ' + shell_word(each);
        all.push_back({"asked", std::move(typed)});
    }
    if (run.continued_by) {
        all.push_back({"continued", "by run " + run.continued_by->value()});
    } else if (run.row.end != model::run_end::complete && !is_under_way(run.row, now) &&
               may_be_continued(run.row)) {
        all.push_back({"resume", line_to_resume(given, run.row)});
    }
    const auto retry = line_to_retry(run.row, run.asked);
    if (!retry.empty() && (!run.totals.failures().empty() || !run.totals.blocked().empty()))
        all.push_back({"retry", retry});
    return all;
}

void print_text(const options& given, const told_run& run, const known_journal& in) {
    const auto now = async::system_clock_source().wall_now();
    report::summary_options how;
    how.paint = may_colour(stream::standard_output, given.colour) ? report::colors::on
                                                                  : report::colors::off;
    how.journal = in.file.string();
    if (!run.row.end) {
        how.state = state_of(run.row, now);
        how.open = run.open;
        const auto begun = report::sum_of(run.summary.users) + run.open;
        how.not_begun =
            run.row.selected.value_or(begun) - std::min(begun, run.row.selected.value_or(begun));
    }
    how.closing = closing_of(given, run, now);
    std::cout << report::summary_text(run.summary, run.totals, how) << std::flush;
}

void print_json(const told_run& run) {
    const auto now = async::system_clock_source().wall_now();
    auto summary = report::summary_json(run.summary, run.totals);
    summary["open"] = run.open;
    if (!run.row.end) summary["end"] = summary["finished"] = nullptr;
    model::object made{
        {"format_version", report::format_version},
        {"run", run_row_json(run.row, now)},
        {"summary", std::move(summary)}
    };
    made["continued_by"] = nullptr;
    if (run.continued_by) made["continued_by"] = run.continued_by->value();
    std::cout << boost::json::serialize(made) << '\n';
}

base::result<std::optional<model::user_id>> user_called(
    const journal::store& in, const model::run_id& run, const std::string& name
) {
    std::int64_t id = 0;
    const auto [end, wrong] = std::from_chars(name.data(), name.data() + name.size(), id);
    if (wrong == std::errc() && end == name.data() + name.size())
        return std::optional(model::user_id(id));
    return journal::reader(in).user_with(run, name);
}

}  // namespace

exit_code run_show_command(const options& given, const std::string& word) {
    const auto in = open_known_journal(given);
    if (!in) return in.error();
    auto row = choose_run(*in, given, word);
    if (!row) return row.error();
    const auto run = read_whole(in->store, std::move(*row));
    if (!run) return complain(run.error());
    if (given.output == output_format::text)
        print_text(given, *run, *in);
    else
        print_json(*run);
    return exit_code::done;
}

exit_code run_show_user_command(
    const options& given, const std::string& word, const std::string& user
) {
    const auto in = open_known_journal(given);
    if (!in) return in.error();
    const auto row = choose_run(*in, given, word);
    if (!row) return row.error();
    const auto who = user_called(in->store, row->id, user);
    if (!who) return complain(who.error());
    const journal::reader reader(in->store);
    const auto job = *who ? reader.job_of(row->id, **who)
                          : base::result<std::optional<journal::job_row>>(std::nullopt);
    if (!job) return complain(job.error());
    if (!*job) {
        std::cerr << fmt::format(
            "muster: run {} has no user '{}'\n", row->id.value(), report::terminal_text(user)
        );
        if (row->after)
            std::cerr << fmt::format(
                "  it {} run {}, which may have him\n",
                model::to_string(row->after->how),
                row->after->of.value()
            );
        return exit_code::usage;
    }
    const auto attempts = reader.attempts_for(row->id, **who);
    if (!attempts) return complain(attempts.error());
    const user_story story{*row, **job, *attempts};
    if (given.output == output_format::text)
        std::cout << story_text(
            story,
            may_colour(stream::standard_output, given.colour) ? report::colors::on
                                                              : report::colors::off
        );
    else
        std::cout << boost::json::serialize(story_json(story)) << '\n';
    return exit_code::done;
}

}  // namespace cli
