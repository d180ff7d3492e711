#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "plan/job_progress.hpp"
#include "run/undoing.hpp"

#include <string>

namespace cli {

// What is asked for beside what every command knows.
struct rollback_wish {
    std::string run;  // an id, or "last"
    run::made_items made = run::made_items::keep;
    plan::passes how = plan::passes::two;  // look: --dry-run
};

// `muster rollback`: puts back what a run wrote, where it still is what the run wrote.
exit_code rollback_command(const options& given, const rollback_wish& wished);

}  // namespace cli
