#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"

#include <string>

namespace cli {

// `muster run report RUN`: the report of a run once more, from the journal, where there is none of
// that name yet. As JSON also the results of its users, as the run itself would have given them.
exit_code run_report_command(const options& given, const std::string& word);

}  // namespace cli
