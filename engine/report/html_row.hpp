#pragma once

#include "model/outcome.hpp"

#include <string>

namespace report {

// One user of index.html: a line, and below it, folded, every key old -> new and every step.
// All text in it is escaped.
std::string html_row(const model::job_result& what);

}  // namespace report
