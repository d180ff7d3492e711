#pragma once

#include "base/diagnostic.hpp"
#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "run/plan_file.hpp"
#include "run/plan_reader.hpp"

#include <expected>
#include <memory>
#include <string>

namespace cli {

// A saved plan that was read through and found right.
struct saved_plan {
    run::plan_file file;
    std::shared_ptr<const catalog::definitions> catalog;
    std::unique_ptr<run::plan_reader> reader;
};

// Whether a file begins as a plan does; not whether it is right.
bool is_plan(const std::string& file);

// The portal of a plan, from its first line; what is wrong goes to `problems`.
std::string portal_of_plan(const std::string& file, base::diagnostics& problems);

// Reads it with a catalog.
std::unique_ptr<saved_plan> open_plan(
    const std::string& file,
    std::shared_ptr<const catalog::definitions> catalog,
    base::diagnostics& problems
);

}  // namespace cli
