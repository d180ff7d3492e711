#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "cli/workspace.hpp"
#include "journal/store.hpp"
#include "model/run.hpp"
#include "plan/job_progress.hpp"
#include "report/summary_text.hpp"
#include "report/totals.hpp"
#include "run/job_supply.hpp"
#include "run/state_only.hpp"

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cli {

// Whether a run leaves a folder with its report.
enum class reporting { folder, none };

// How those who failed are named in the command that does them once more: by the list of them, with
// policies and roster as they were typed, or by the run, which knows what it was asked for.
enum class second_try { by_list, by_run };

// What a run on one portal is about, beside what every run does.
struct run_order {
    std::string command;  // as the journal and the report name it
    plan::passes how = plan::passes::two;
    std::uint64_t expected = 0;  // jobs
    // What to type to go on after an early end, for whom it never came to.
    std::string again;
    // The same for those who failed; "" = an apply, for whom `naming` says.
    std::string for_failed = {};
    second_try naming = second_try::by_list;
    // How it stands to an earlier run, unless it continues one.
    std::optional<model::kin> after = {};
    // Its jobs. Called once, with the open journal, when the run has its header; both outlive what
    // is given.
    std::function<base::result<std::unique_ptr<run::job_supply>>(
        const journal::store& journal, const model::run_header& header
    )>
        supply;
    // Hears of the run as well; may be missing. Outlives it.
    dispatch::progress_port* listener = nullptr;
    reporting report = reporting::folder;
    // What it takes to go on with it, for the journal; nothing = cannot be gone on with.
    std::optional<std::string> invocation = std::nullopt;
    // Names of policies, where they are not those of the files.
    std::vector<std::string> policies = {};
};

struct ended_run {
    model::run_summary summary;
    std::unique_ptr<report::totals> totals;
    std::string report;                         // the page to open
    std::string journal;                        // the file
    std::uint64_t left_out = 0;                 // steps, as job_supply::left_out
    std::vector<report::closing_line> closing;  // lines for the end of the summary
    std::string unchanged = "unchanged";        // what they are called with whom all was right
    std::string trouble;  // why some of what tells of it is missing; "" = none is
    exit_code code = exit_code::done;
};

// What a run ends the program with. `signal`: the one that ended it.
exit_code code_of(const ended_run& run, std::optional<int> signal = std::nullopt);

// Journal, report, progress, signals, limits, the run itself. What stands in its way is told on
// stderr; then only an exit code is given.
std::expected<ended_run, exit_code> carry_out(
    const options& given, const workspace& files, const run_order& what
);

// The jobs of everybody on the roster.
base::result<std::unique_ptr<run::job_supply>> jobs_of_roster(
    const workspace& files,
    const journal::store& journal,
    const model::run_header& header,
    run::attention to = run::attention::everything
);

// The summary that is always last, where results are asked for as text.
void print_summary(const options& given, const ended_run& run);

}  // namespace cli
