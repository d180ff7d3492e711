#pragma once

#include "base/diagnostic.hpp"
#include "base/source_pos.hpp"
#include "catalog/definitions.hpp"
#include "model/job.hpp"
#include "policy/condition.hpp"
#include "policy/read_recipe.hpp"
#include "policy/recipe.hpp"
#include "policy/source.hpp"
#include "policy/variables.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace policy {

// The step of the same policy whose item's id is meant.
struct earlier_step {
    std::size_t index = 0;
};

// One key of a step's `with`.
struct managed_key {
    catalog::field
        field;  // a copy, so that a policy may outlive the catalog it was checked against
    base::source_pos where;
    spot value_at;
    // A value in the catalog's normal form, one that is made for every user, or a reference.
    std::variant<model::value, recipe, earlier_step> wanted;
    std::string severity;  // "" = none given
    std::string why;       // "" = none given
};

struct policy_step {
    std::string id;  // "" = none
    model::step_kind kind = model::step_kind::call;
    std::string target;
    std::string key_field;  // of a collection
    model::acts_as as = model::acts_as::user;
    model::repetition repeat = model::repetition::every_run;
    std::vector<managed_key> with;
    base::source_pos where;
    std::string path;
};

// One policy, read and checked: only what depends on the user is left to do.
struct policy_file {
    std::shared_ptr<const source_text> source;
    std::string name;
    std::vector<std::string> tags;
    std::string owner;
    std::string description;
    base::source_pos where;  // of its name

    std::optional<condition> match;         // nothing = everybody
    std::optional<placed_expression> when;  // nothing = always
    std::int64_t priority = 0;              // the higher wins
    std::vector<variable> variables;
    std::vector<policy_step> steps;
};

// Nothing when there was an error.
std::optional<policy_file> read_policy(
    std::shared_ptr<const source_text> source,
    const document::node& root,
    const catalog::definitions& all,
    base::diagnostics& problems
);

}  // namespace policy
