#pragma once

#include "cli/approval.hpp"
#include "cli/exit_code.hpp"
#include "cli/look.hpp"
#include "cli/one_run.hpp"
#include "cli/options.hpp"
#include "cli/workspace.hpp"
#include "run/plan_reader.hpp"
#include "run/state_only.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace cli {

// What is applied after a look.
struct apply_order {
    std::string command = "apply";  // "drift --remediate"
    run::attention to = run::attention::everything;
    std::uint64_t selected = 0;
    // Of a command that is about other jobs than those of the roster; empty = as `command` says.
    look_order look = {};
    std::string shown_by = {};  // what to type to see what would be applied
};

// What is about to be applied, and the run that does it: with everybody of the plan, who changes
// and the others as they were seen. `plan` outlives the run.
pending_plan pending_of(
    const options& given, const workspace& files, const apply_order& what, const looked& seen
);
run_order order_to_apply_seen(
    const options& given, const workspace& files, const apply_order& what, run::plan_reader& plan
);

// The plan of a look that came to its end.
base::result<std::unique_ptr<run::plan_reader>> read_plan(
    const looked& seen, const workspace& files
);

// Whether nothing may be changed before everybody was looked at: the configuration has thresholds,
// or a person is to approve.
bool looks_first(const options& given, const workspace& files);

// Looks at everybody, holds what was found to the thresholds, asks where somebody is to be asked,
// and applies exactly what was found. As many requests as reading and writing user by user takes,
// except that who gets something made is looked at once more.
exit_code apply_seen(const options& given, const workspace& files, const apply_order& what);

}  // namespace cli
