#pragma once

#include "base/diagnostic.hpp"
#include "cli/options.hpp"
#include "cli/workspace.hpp"
#include "run/survey.hpp"

namespace cli {

// What was found at one portal, among others: it names the portal, where it names no file.
void add_named(const workspace& files, const base::diagnostics& found, base::diagnostics& problems);

// Goes through the users of a portal among others.
run::survey survey_portal(
    const options& given, const workspace& files, base::diagnostics& problems
);

}  // namespace cli
