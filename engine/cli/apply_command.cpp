#include "cli/apply_command.hpp"

#include "cli/advice.hpp"
#include "cli/apply_portals.hpp"
#include "cli/apply_session.hpp"
#include "cli/audience.hpp"
#include "cli/lane_settings.hpp"
#include "cli/live_directory.hpp"
#include "cli/problems.hpp"
#include "cli/run_of_portal.hpp"
#include "cli/shared_budget.hpp"
#include "cli/state_folder.hpp"
#include "cli/terminal.hpp"
#include "cli/workspace.hpp"
#include "report/summary_text.hpp"
#include "run/survey.hpp"

#include <csignal>
#include <iostream>
#include <memory>
#include <optional>

namespace cli {

namespace {

exit_code complain(exit_code how, const base::failure& what) {
    std::cerr << "muster: " << base::describe(what) << '\n';
    return how;
}

exit_code code_of(const model::run_summary& run, std::optional<int> signal, bool whole) {
    if (signal) return *signal == SIGTERM ? exit_code::terminated : exit_code::interrupted;
    const auto code = exit_code_of(run);
    return code == exit_code::done && !whole ? exit_code::state_lost : code;
}

void print_summary(
    const options& given,
    const model::run_summary& run,
    const report::totals& totals,
    const std::string& report,
    const std::string& journal,
    const std::string& again,
    const std::optional<portal::origin>& moved_to
) {
    if (given.output != output_format::text) return;
    report::summary_options how;
    how.paint = may_colour(stream::standard_output, given.colour) ? report::colors::on
                                                                  : report::colors::off;
    how.report = report;
    how.journal = journal;
    // What is right already costs one request to see, so going on is running it again.
    if (run.end != model::run_end::complete) how.closing.push_back({"go on", again});
    if (moved_to)
        how.closing.push_back(
            {"moved",
             "the portal is at https://" + portal::to_string(*moved_to) +
                 " now: change the url of portals." + run.header.portal.value()}
        );
    std::cout << report::summary_text(run, totals, how) << std::flush;
}

exit_code apply_to(const options& given, const workspace& files, const run::survey& seen) {
    const auto state = state_folder(files.settings->state_dir);
    if (!state) return complain(exit_code::state_lost, state.error());
    const auto journal_file = *state / "journal.sqlite";
    auto journal = journal::store::open(journal_file, journal::writing::behind);
    if (!journal) return complain(exit_code::state_lost, journal.error());

    apply_session session(files);
    if (const auto ready = session.portal.ready(); !ready)
        return complain(exit_code::invalid, ready.error());
    const auto budget = shared_budget(files, *state, session.clock.now());
    if (!budget) return complain(exit_code::state_lost, budget.error());
    const auto seed = seed_of(given);
    const auto header = header_of(given, files, session.clock.wall_now(), seed, draw_run_number());
    const auto report = files.report_folder(given, header);
    const auto watchers = audience::gather(given, report, header, seen.selected);
    if (!watchers) return complain(exit_code::state_lost, watchers.error());

    const auto again = same_again(given, files);
    // Whom an ended run never came to is in no list.
    report::totals totals(advice_about, [&, retry = failed_again(given, files, report)](auto code) {
        return code == "run-ended" ? again : retry;
    });
    base::diagnostics late;
    const auto who = files.open_roster(late);
    if (!who) {
        print_problems(late, given);
        return exit_code::invalid;
    }
    const auto run = run::apply::begin(
        session.context.get_executor(),
        {header,
         *who,
         *files.policies,
         *files.catalog,
         files.credentials,
         *journal,
         session.portal,
         session.clock,
         lane_of(given, files, seed),
         totals,
         (*watchers)->port(),
         budget->get()}
    );
    if (!run) return complain(exit_code::state_lost, run.error());
    const auto summary = session.run(**run, (*watchers)->progress());
    if (!summary) return complain(exit_code::error, summary.error());

    const auto written = (*watchers)->finish(*summary, totals);
    print_summary(
        given,
        *summary,
        totals,
        written.report,
        journal_file.string(),
        again,
        session.portal.moved_to()
    );
    if (!written.trouble.empty()) std::cerr << "muster: " << written.trouble << '\n';
    return code_of(*summary, session.signal(), written.trouble.empty());
}

}  // namespace

exit_code apply_command(const options& given) {
    base::diagnostics problems;
    if (names_several(given)) return apply_portals(given);
    const auto files = open_workspace(given, problems);
    const auto people =
        have_directory(files ? &*files : nullptr, given, network::allowed, problems);
    if (!people) {
        print_problems(problems, given);
        return people.error();
    }
    const auto who = files->open_roster(problems);
    run::survey seen;
    if (who) seen = run::look_over(*who, *files->policies, files->credentials, problems);
    if (files && seen.wants_admin && !files->has_admin()) problems.add(files->missing_admin());
    if (who && is_whole(given)) run::warn_of_idle(seen, *files->policies, problems);
    print_problems(problems, given);
    if (problems.has_errors()) return exit_code::invalid;
    return apply_to(given, *files, seen);
}

}  // namespace cli
