#pragma once

#include "base/result.hpp"
#include "journal/rows.hpp"
#include "model/outcome.hpp"
#include "model/value.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace journal {

// How lists and images are stored, and back. What cannot be read is journal_error::corrupt.

std::string to_text(const model::value& what);
base::result<model::value> value_from(std::string_view text);

std::string to_text(const std::vector<model::key_change>& changes);
base::result<std::vector<model::key_change>> changes_from(std::string_view text);

std::string to_text(const std::vector<std::string>& names);
base::result<std::vector<std::string>> names_from(std::string_view text);

std::string to_text(const run_totals& totals);
base::result<run_totals> totals_from(std::string_view text);

}  // namespace journal
