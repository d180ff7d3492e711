#pragma once

#include "base/result.hpp"
#include "cli/options.hpp"
#include "report/seen_plan.hpp"
#include "report/seen_plan_text.hpp"
#include "run/plan_reader.hpp"

#include <expected>
#include <string>

namespace cli {

// Which blocks `--expand` asks for: numbers from 1, or all. The unexpected value says why it cannot
// be told, for a usage error.
std::expected<void, std::string> check_expand(const options& given);

// Fills in whom the blocks that are asked for hold. `from` is read once more, from its beginning.
base::result<void> expand(
    report::seen_plan_facts& facts,
    const report::seen_plan& plan,
    run::plan_reader& from,
    const options& given
);

// On stdout, in the form that is asked for.
void print_plan(
    const options& given, const report::seen_plan& plan, const report::seen_plan_facts& facts
);

}  // namespace cli
