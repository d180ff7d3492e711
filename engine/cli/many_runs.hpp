#pragma once

#include "cli/exit_code.hpp"
#include "cli/one_run.hpp"
#include "cli/options.hpp"
#include "cli/workspace.hpp"
#include "report/totals.hpp"

#include <expected>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace cli {

// A run that is asked of one portal among several.
struct portal_order {
    const workspace* files = nullptr;
    run_order what;
};

struct ended_runs {
    std::vector<ended_run> runs;          // in the order of the orders
    std::unique_ptr<report::totals> all;  // what became of every user of every portal
    exit_code code = exit_code::done;     // the worst of theirs
};

// A run for each portal, all of them at the same time, on as many threads as there are cores (or
// --threads): journal, reports, results as JSON, progress, signals, limits. What stands in the way
// of all is told on stderr; then only an exit code is given. `orders`: at least one.
std::expected<ended_runs, exit_code> carry_out_all(
    const options& given, std::span<const portal_order> orders
);

// A line for each portal and their sums, where results are asked for as text.
void print_summary(const options& given, const ended_runs& all);

}  // namespace cli
