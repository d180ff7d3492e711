#include "cli/one_run.hpp"

#include "cli/apply_session.hpp"
#include "cli/audience.hpp"
#include "cli/earlier_runs.hpp"
#include "cli/invocation_record.hpp"
#include "cli/locked_portal.hpp"
#include "cli/portal_run.hpp"
#include "cli/run_of_portal.hpp"
#include "cli/state_folder.hpp"
#include "cli/stopping.hpp"
#include "cli/terminal.hpp"
#include "report/summary_text.hpp"
#include "run/earlier_run.hpp"
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

}  // namespace

exit_code code_of(const ended_run& run, std::optional<int> signal) {
    if (signal) return *signal == SIGTERM ? exit_code::terminated : exit_code::interrupted;
    auto code = exit_code_of(run.summary);
    // Somebody else's later change was respected: done, but not for everybody.
    if (code == exit_code::done && run.totals && run.totals->changed_since() != 0)
        code = exit_code::some_blocked;
    return code == exit_code::done && !run.trouble.empty() ? exit_code::state_lost : code;
}

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
    const auto file = *state / "journal.sqlite";
    auto journal = journal::store::open(file, journal::writing::behind);
    if (!journal) return complain(exit_code::state_lost, journal.error());

    apply_session session;
    auto header = header_of(given, files, what, session.clock.wall_now(), draw_run_number());
    const auto locks = lock_portal(what.how, given, file, files.portal, header);
    if (!locks) return std::unexpected(locks.error());
    header.started = session.clock.wall_now();
    const auto record = record_of(
        given,
        files,
        what.how == plan::passes::look ? purpose_of_run::looks : purpose_of_run::writes
    );
    auto before = earlier_runs(given, files, *journal, record);
    if (!before) return std::unexpected(before.error());
    header.after = run::kin_of(*before);
    if (!header.after) header.after = what.after;
    auto order = what;
    order.expected = run::left_of(what.expected, *before);
    order.invocation = to_text(record);
    order.supply = [&](const journal::store& in, const model::run_header& head) {
        auto all = what.supply(in, head);
        if (all)
            all = run::jobs_after(
                std::move(*all), std::move(*before), *files.catalog, *journal, files.portal.name
            );
        return all;
    };
    const auto watchers = audience::gather(given, header, order.expected);
    if (!watchers) return complain(exit_code::state_lost, watchers.error());
    const auto run = portal_run::begin(
        {given, files, order},
        {session.context.get_executor(),
         session.clock,
         *journal,
         *state,
         (*watchers)->port(),
         deadline_of(given, session.clock.now(), header.started),
         nullptr,
         {locks->get(), lock_name(files.portal)}},
        header,
        files.connection
    );
    if (!run) return complain(exit_code::state_lost, run.error());
    session.run(**run, (*watchers)->progress());
    auto made = (*run)->end();
    made.journal = file.string();
    const auto told = (*watchers)->finish(made.summary, *made.totals);
    if (made.trouble.empty() && !told) made.trouble = base::describe(told.error());
    if (!made.trouble.empty()) std::cerr << "muster: " << made.trouble << '\n';
    made.code = code_of(made, session.signal());
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
