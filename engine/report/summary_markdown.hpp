#pragma once

#include "model/run.hpp"
#include "report/totals.hpp"

#include <string>

namespace report {

// summary.md, for a ticket or a CI job's page: counts and failures by reason as tables.
std::string summary_markdown(const model::run_summary& run, const totals& all);

}  // namespace report
