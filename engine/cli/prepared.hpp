#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "cli/workspace.hpp"
#include "run/survey.hpp"

#include <expected>

namespace cli {

// Everything that a command about one portal's people and policies needs, found right.
struct prepared {
    workspace files;
    run::survey seen;
};

// Reads the files, asks the portal for its directory where the roster is that, and looks everybody
// over. What is wrong is told on stderr; nothing was changed then. `each` as in run::look_over.
std::expected<prepared, exit_code> prepare(const options& given, const run::job_visitor& each = {});

}  // namespace cli
