#pragma once

#include "document/node.hpp"
#include "policy/facts.hpp"
#include "policy/recipe.hpp"
#include "policy/source.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace policy {

// The variables of a policy, which of them something refers to, and what else is known before there
// is a user.
class variable_names {
public:
    variable_names(std::vector<std::string> names, const facts& known)
        : names_(std::move(names)), used_(names_.size(), false), known_(known) {}

    [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;
    void use(std::size_t which) { used_[which] = true; }
    [[nodiscard]] bool is_used(std::size_t which) const { return used_[which]; }
    [[nodiscard]] const std::vector<std::string>& all() const { return names_; }
    [[nodiscard]] const facts& known() const { return known_; }

private:
    std::vector<std::string> names_;
    std::vector<bool> used_;
    const facts& known_;
};

// Whether `${steps.NAME.id}` may stand here: only as the whole value of a step's key, or of a key
// of a mapping in it, because it is known only when the portal has answered.
enum class step_references { refused, allowed };

// Reads a value with all its placeholders, and binds their names. What is wrong is reported; then
// nothing is given.
std::optional<recipe> read_recipe(
    const document::node& from,
    const std::string& path,
    variable_names& variables,
    reporter& report,
    step_references references = step_references::refused
);

// The name of the step that the recipe refers to; nothing when it is no reference.
std::optional<std::string> referred_step(const recipe& how);

// An expression that stands alone, with its place.
struct placed_expression {
    expression what;
    spot from;
};

std::optional<placed_expression> read_expression(
    const document::node& from, const std::string& path, variable_names& variables, reporter& report
);

}  // namespace policy
