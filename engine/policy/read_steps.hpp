#pragma once

#include "catalog/definitions.hpp"
#include "document/node.hpp"
#include "policy/mapping.hpp"
#include "policy/policy_file.hpp"
#include "policy/read_recipe.hpp"
#include "policy/source.hpp"
#include "policy/variables.hpp"

#include <string>
#include <vector>

namespace policy {

// What the reading of steps needs besides their text.
struct step_surroundings {
    const catalog::definitions& all;
    const std::vector<variable>& variables;
    variable_names& names;
    reporter& report;
};

// The steps that stand in one file.
struct steps_of_layer {
    const document::node* from;
    std::size_t layer;  // of policy_step
};

// Reads the steps in their order and checks them against the catalog. What is wrong is reported.
std::vector<policy_step> read_steps(
    const std::vector<steps_of_layer>& from,
    const std::string& path,
    const step_surroundings& around
);

// The ids of the steps of a policy: those before the step that is being read, with their index, and
// those of all.
struct step_ids {
    const std::vector<policy_step>& before;
    std::vector<std::string> all;
};

// Reads `with`, `severity` and `why` of one step. `fields` are the resource's fields or the
// method's parameters.
void read_keys(
    const mapping& step,
    const std::vector<catalog::field>& fields,
    const step_ids& ids,
    const step_surroundings& around,
    policy_step& into
);

}  // namespace policy
