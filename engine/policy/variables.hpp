#pragma once

#include "document/node.hpp"
#include "policy/recipe.hpp"

#include <expected>
#include <string>
#include <vector>

namespace policy {

class reporter;
struct facts;
class variable_names;

// A name of `vars` and how its value is made. One that depends on no user is a constant.
struct variable {
    std::string name;
    recipe value;
};

// How many variables may build on each other.
inline constexpr std::size_t deepest_variable = 32;

// The names of a mapping of variables; `from` may be nothing. `known` outlives them.
variable_names names_of_variables(const document::node* from, const facts& known);

// Reads the variables, refuses circles among them, and makes constants of those that depend on no
// user. Precondition: `names` are those of the same mapping. A variable that is wrong is reported
// and is no constant, so that nothing is concluded from it.
std::vector<variable> read_variables(
    const document::node& from, const std::string& path, variable_names& names, reporter& report
);

// Makes a constant of a recipe that depends on no user; leaves another as it is.
std::expected<void, fault> settle(recipe& how, const std::vector<variable>& variables);

}  // namespace policy
