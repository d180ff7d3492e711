#pragma once

#include "model/value.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace policy {

// The one expression language of `${...}` and `when`: it looks at values and makes values, it
// cannot loop and it cannot act.

enum class operation {
    literal,
    path,  // user.email
    list,  // [a, b]
    call,  // lower(a)
    either,
    both,
    negation,
    equal,
    not_equal,
    less,
    at_most,
    greater,
    at_least,
    contained,      // a in b
    not_contained,  // a not in b
    matches,        // a matches "*.example"
    otherwise,      // a ?? b: b where a is undefined, null or an empty text
};

enum class function { lower, upper, trim, replace, join, split };

// What a path begins with. `steps` is not a value: it stands for what is known only when a portal
// has answered. `portal` and `env` are known before any user is: they become literals when the
// names are bound.
enum class path_root { user, vars, steps, portal, env };

struct expression {
    operation what = operation::literal;
    std::uint32_t at = 0;  // where in its text it stands, in bytes; an operator: the operator

    model::value literal;

    path_root root = path_root::user;
    std::vector<std::string> names;  // of a path, without its root: {"address", "city"}
    std::size_t variable = 0;        // of a path into vars: which; set when the names are bound

    function callee = function::lower;

    std::vector<expression> operands;
};

// "user.address.city", as it would be written.
std::string path_text(const expression& path);

// "user", "vars" ...
std::string_view to_string(path_root root);

// Visits every path of an expression, in the order of the text.
template <class Expression, class Visitor>
void for_each_path(Expression& what, const Visitor& visit) {
    if (what.what == operation::path) visit(what);
    for (auto& each : what.operands) for_each_path(each, visit);
}

}  // namespace policy
