#pragma once

#include "model/outcome.hpp"

#include <string>
#include <string_view>

namespace report {

// results.csv, for a spreadsheet: RFC 4180 with CRLF.
std::string_view csv_header();

// A row for every key that was changed or failed, a row for every step that failed without having
// touched a key, and, for a user of whom neither can be said, one row.
std::string csv_rows(const model::job_result& what);

}  // namespace report
