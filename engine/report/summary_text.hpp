#pragma once

#include "model/run.hpp"
#include "report/painter.hpp"
#include "report/totals.hpp"

#include <string>
#include <vector>

namespace report {

// A line at the end with a name before it: {"resume", "muster resume 20261123T040506Z-1f3a9c"}.
struct closing_line {
    std::string name;
    std::string text;
};

struct summary_options {
    colors paint = colors::off;
    std::string report;                   // where the report is; "" = none was written
    std::string journal;                  // where the journal is; "" = none
    std::string unchanged = "unchanged";  // what they are called with whom all was right
    std::string state;                    // in place of how it ended: "running", "killed"
    std::uint64_t open = 0;               // users of such a run who have no outcome yet
    std::uint64_t not_begun = 0;          // and those to whom it has not come
    std::vector<closing_line> closing;    // how to take the run back, how to go on with it
};

// The last thing that a person sees of a run: totals that add up, failures by reason with what to
// do about them, and where to look. Ends with a newline. Holds nothing that steers a terminal but
// the colours asked for.
std::string summary_text(
    const model::run_summary& run, const totals& all, const summary_options& options
);

}  // namespace report
