#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"

#include <string>

namespace cli {

// `muster run show RUN`: what became of a run, as its summary told it, and what to type next.
exit_code run_show_command(const options& given, const std::string& word);

// The same of one user of it, by id or email: everything that was sent for him.
exit_code run_show_user_command(
    const options& given, const std::string& word, const std::string& user
);

}  // namespace cli
