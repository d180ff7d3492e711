#include "cli/run_report_command.hpp"

#include "async/system_clock_source.hpp"
#include "cli/advice.hpp"
#include "cli/going_on.hpp"
#include "cli/new_folder.hpp"
#include "cli/report_place.hpp"
#include "cli/run_choice.hpp"
#include "cli/run_state.hpp"
#include "journal/past_life.hpp"
#include "report/escaping.hpp"
#include "report/fan_out.hpp"
#include "report/json_output.hpp"
#include "report/report_writer.hpp"
#include "report/totals.hpp"
#include "run/remembered_run.hpp"
#include "run/retold_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>
#include <utility>

namespace cli {

namespace {

exit_code complain(exit_code how, const std::string& text) {
    std::cerr << "muster run report: " << text << '\n';
    return how;
}

exit_code complain(const base::failure& what) {
    return complain(exit_code::state_lost, base::describe(what));
}

// Why there is no report of this run; nothing where there can be one.
std::optional<exit_code> refuse(const journal::run_row& run) {
    const auto& id = run.id.value();
    if (run.command == directory_reading)
        return complain(
            exit_code::usage,
            fmt::format("run {} only read the portal's directory, and no user", id)
        );
    if (is_under_way(run, async::system_clock_source().wall_now()))
        return complain(
            exit_code::try_again,
            fmt::format("run {} is still under way: its report comes with its end", id)
        );
    return std::nullopt;
}

report::totals totals_for(const options& given, const journal::run_row& run) {
    std::optional<invocation_record> asked;
    if (run.invocation)
        if (auto read = read_invocation(*run.invocation)) asked = std::move(*read);
    const auto resume = may_be_continued(run) ? line_to_resume(given, run) : std::string();
    return report::totals(
        advice_about,
        [resume, retry = line_to_retry(run, asked)](std::string_view code) {
            return code == journal::cut_short ? resume : retry;
        }
    );
}

// A run that was killed has no end of its own.
void end_of_killed(model::run_summary& summary, const run::retold& told) {
    summary.end = model::run_end::interrupted;
    summary.end_reason = "it was killed";
    if (told.open != 0)
        summary.end_reason += fmt::format(
            ", with {} {} under way, who {} not told of here",
            told.open,
            told.open == 1 ? "user" : "users",
            told.open == 1 ? "is" : "are"
        );
    summary.finished = std::max(summary.finished, told.last);
}

// Everything that is told of a run, to all who tell it further.
class retelling {
public:
    retelling(const options& given, const known_journal& in, journal::run_row row)
        : in_(in),
          row_(std::move(row)),
          header_(run::header_of(row_)),
          totals_(totals_for(given, row_)) {
        if (given.output == output_format::text) return;
        const auto form = given.output == output_format::json ? report::json_form::document
                                                              : report::json_form::lines;
        results_ = std::make_unique<report::json_results>(std::cout, form, header_);
    }

    base::result<void> into(const std::filesystem::path& folder) {
        auto writer = report::report_writer::open(folder, header_);
        if (!writer) return std::unexpected(writer.error());
        report::progress_fan_out all;
        all.add(totals_);
        all.add(**writer);
        if (results_) all.add(*results_);
        const auto told = run::retell(in_.store, row_.id, all);
        if (!told) return std::unexpected(told.error());
        const auto summary = summary_of(*told);
        if (!summary) return std::unexpected(summary.error());
        const auto written = (*writer)->finish(*summary, totals_);
        if (!written) return std::unexpected(written.error());
        return results_ ? results_->finish(*summary, totals_) : base::result<void>();
    }

private:
    [[nodiscard]] base::result<model::run_summary> summary_of(const run::retold& told) const {
        auto made = run::summary_of(row_);
        if (!row_.end) end_of_killed(made, told);
        const auto place = place_in_line(in_.store, row_.id);
        if (!place) return std::unexpected(place.error());
        made.carried = place->carried;
        return made;
    }

    const known_journal& in_;
    journal::run_row row_;
    model::run_header header_;
    report::totals totals_;
    std::unique_ptr<report::json_results> results_;
};

}  // namespace

exit_code run_report_command(const options& given, const std::string& word) {
    const auto in = open_known_journal(given);
    if (!in) return in.error();
    const auto row = choose_run(*in, given, word);
    if (!row) return row.error();
    if (const auto refused = refuse(*row)) return *refused;
    const auto place = report_place(given, in->reports, run::header_of(*row));
    auto folder = new_folder::beside(place);
    if (!folder) {
        complain(folder.error());
        if (folder.error().code == std::errc::file_exists)
            std::cerr << "  --report-dir DIR writes it elsewhere\n";
        return exit_code::state_lost;
    }
    retelling told(given, *in, *row);
    auto done = told.into(folder->place());
    if (done) done = folder->take_name();
    if (!done) return complain(done.error());
    if (given.output == output_format::text)
        std::cout << report::terminal_text((place / "index.html").string()) << '\n';
    return exit_code::done;
}

}  // namespace cli
