#pragma once

#include "base/diagnostic.hpp"
#include "catalog/definitions.hpp"
#include "policy/facts.hpp"
#include "policy/overrides.hpp"
#include "policy/policy_file.hpp"

#include <vector>

namespace policy {

// What the policies of a run are read with.
struct reading {
    facts known;
    std::vector<variable_override> overrides;
};

// Reads policies that may extend each other, in the order of the files. A policy whose parent is
// wrong is left out: what is wrong is told at the parent.
std::vector<policy_file> read_policies(
    std::vector<policy_source> sources,
    const catalog::definitions& all,
    const reading& with,
    base::diagnostics& problems
);

}  // namespace policy
