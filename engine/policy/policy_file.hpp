#pragma once

#include "base/diagnostic.hpp"
#include "base/source_pos.hpp"
#include "catalog/definitions.hpp"
#include "model/job.hpp"
#include "policy/condition.hpp"
#include "policy/facts.hpp"
#include "policy/policy_test.hpp"
#include "policy/read_recipe.hpp"
#include "policy/recipe.hpp"
#include "policy/source.hpp"
#include "policy/variables.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
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
    // The same in the words of a job; set when the policy has been read.
    std::shared_ptr<const model::key_origin> origin = nullptr;
};

struct policy_step {
    std::string id;         // "" = none
    std::size_t layer = 0;  // whose it is: 0 = the policy's own, 1 = its parent's, and so on
    model::step_kind kind = model::step_kind::call;
    std::string target;
    std::string key_field;  // of a collection
    model::acts_as as = model::acts_as::user;
    model::repetition repeat = model::repetition::every_run;
    std::vector<managed_key> with;
    base::source_pos where;
    std::string path;
};

// Where a policy's steps are from: itself, or one that it extends.
struct layer {
    std::shared_ptr<const source_text> source;
    std::string name;
};

// Whether a policy is meant for anybody, or only for others to extend.
enum class purpose { applies, parent_only };

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
    model::standing turns;                  // beside other policies
    purpose meant = purpose::applies;
    std::vector<layer> layers;        // itself, its parent, the parent's parent ...
    std::vector<variable> variables;  // its own and those that it inherits
    std::vector<policy_step> steps;   // those that it inherits come first
    std::vector<policy_test> tests;
};

// Reports what is wrong in the policy or in one that it extends.
reporter reporter_of(const policy_file& which, base::diagnostics& problems);

// The text of a policy and what it says.
struct policy_source {
    std::shared_ptr<const source_text> text;
    document::node root;
};

// `lineage`: the policy itself, its parent, the parent's parent and so on, at least one; what the
// parents say has been found right before. Nothing when there was an error.
std::optional<policy_file> read_policy(
    std::span<const policy_source* const> lineage,
    const catalog::definitions& all,
    const facts& known,
    base::diagnostics& problems
);

}  // namespace policy
