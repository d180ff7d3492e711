#include "cli/one_run.hpp"

#include "cli/advice.hpp"
#include "cli/apply_session.hpp"
#include "cli/audience.hpp"
#include "cli/lane_settings.hpp"
#include "cli/run_of_portal.hpp"
#include "cli/shared_budget.hpp"
#include "cli/state_folder.hpp"
#include "cli/stopping.hpp"
#include "cli/terminal.hpp"
#include "report/summary_text.hpp"
#include "run/job_stream.hpp"

#include <csignal>
#include <iostream>
#include <optional>
#include <utility>

namespace cli {

namespace {

// Jobs together with the roster that they are pulled from.
class roster_jobs final : public run::job_supply {
public:
    roster_jobs(
        std::unique_ptr<roster::source> who,
        const workspace& files,
        run::equipment equipment,
        run::attention to
    )
        : who_(std::move(who)), jobs_(*who_, *files.policies, std::move(equipment), to) {}

    base::result<std::optional<model::work_item>> next() override { return jobs_.next(); }
    [[nodiscard]] std::uint64_t unmatched() const override { return jobs_.unmatched(); }
    [[nodiscard]] std::uint64_t left_out() const override { return jobs_.left_out(); }

private:
    std::unique_ptr<roster::source> who_;
    run::job_stream jobs_;
};

std::unexpected<exit_code> complain(exit_code how, const base::failure& what) {
    std::cerr << "muster: " << base::describe(what) << '\n';
    return std::unexpected(how);
}

exit_code code_of(const model::run_summary& run, std::optional<int> signal, bool whole) {
    if (signal) return *signal == SIGTERM ? exit_code::terminated : exit_code::interrupted;
    const auto code = exit_code_of(run);
    return code == exit_code::done && !whole ? exit_code::state_lost : code;
}

}  // namespace

base::result<std::unique_ptr<run::job_supply>> jobs_of_roster(
    const workspace& files,
    const journal::store& journal,
    const model::run_header& header,
    run::attention to
) {
    base::diagnostics late;
    auto who = files.open_roster(late);
    if (!who)
        return std::unexpected(base::failure{
            std::make_error_code(std::errc::interrupted),
            "the roster changed: " + base::to_text(late.sorted().front())
        });
    auto equipment = run::equipment::of(files.credentials, journal, header.portal);
    if (!equipment) return std::unexpected(std::move(equipment.error()));
    return std::make_unique<roster_jobs>(std::move(who), files, std::move(*equipment), to);
}

std::expected<ended_run, exit_code> carry_out(
    const options& given, const workspace& files, const run_order& what
) {
    const auto state = state_folder(files.settings->state_dir);
    if (!state) return complain(exit_code::state_lost, state.error());
    ended_run made;
    made.journal = (*state / "journal.sqlite").string();
    auto journal = journal::store::open(made.journal, journal::writing::behind);
    if (!journal) return complain(exit_code::state_lost, journal.error());

    apply_session session(files);
    if (const auto ready = session.portal.ready(); !ready)
        return complain(exit_code::invalid, ready.error());
    const auto budget = shared_budget(files, *state, session.clock.now());
    if (!budget) return complain(exit_code::state_lost, budget.error());
    const auto seed = seed_of(given);
    auto header = header_of(given, files, session.clock.wall_now(), seed, draw_run_number());
    header.command = what.command;
    const auto report = what.report == reporting::folder ? files.report_folder(given, header)
                                                         : std::filesystem::path();
    const auto watchers = audience::gather(given, report, header, what.expected);
    if (!watchers) return complain(exit_code::state_lost, watchers.error());
    if (what.listener != nullptr) (*watchers)->add(*what.listener);

    // Whom an ended run never came to is in no list.
    const auto next = [again = what.again, retry = failed_again(given, files, report)](auto code) {
        return code == "run-ended" ? again : retry;
    };
    made.totals = std::make_unique<report::totals>(advice_about, next);
    const auto jobs = what.supply(*journal, header);
    if (!jobs) return complain(exit_code::state_lost, jobs.error());
    auto lane = lane_of(given, files, seed);
    lane.board.how = what.how;
    if (what.how != plan::passes::look)
        bound_failures(lane, given, files.settings->errors, what.expected);
    lane.deadline = deadline_of(given, session.clock.now(), session.clock.wall_now());
    const auto run = run::apply::begin(
        session.context.get_executor(),
        {header,
         **jobs,
         *files.catalog,
         files.credentials,
         *journal,
         session.portal,
         session.clock,
         std::move(lane),
         *made.totals,
         (*watchers)->port(),
         budget->get()}
    );
    if (!run) return complain(exit_code::state_lost, run.error());
    auto summary = session.run(**run, (*watchers)->progress());
    if (!summary) return complain(exit_code::error, summary.error());
    made.summary = std::move(*summary);
    made.left_out = (*jobs)->left_out();

    const auto written = (*watchers)->finish(made.summary, *made.totals);
    made.report = written.report;
    // What is right already costs one request to see, so going on is running it again.
    if (made.summary.end != model::run_end::complete) made.closing.push_back({"go on", what.again});
    if (const auto to = session.portal.moved_to())
        made.closing.push_back(
            {"moved",
             "the portal is at https://" + portal::to_string(*to) +
                 " now: change the url of portals." + header.portal.value()}
        );
    if (!written.trouble.empty()) std::cerr << "muster: " << written.trouble << '\n';
    made.code = code_of(made.summary, session.signal(), written.trouble.empty());
    return made;
}

void print_summary(const options& given, const ended_run& run) {
    if (given.output != output_format::text) return;
    report::summary_options how;
    how.paint = may_colour(stream::standard_output, given.colour) ? report::colors::on
                                                                  : report::colors::off;
    how.report = run.report;
    how.journal = run.journal;
    how.closing = run.closing;
    how.unchanged = run.unchanged;
    std::cout << report::summary_text(run.summary, *run.totals, how) << std::flush;
}

}  // namespace cli
