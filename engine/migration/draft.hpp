#pragma once

#include "migration/meaning.hpp"
#include "migration/person.hpp"
#include "model/value.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace migration {

// A line `key: value` of a policy, with what is said behind it.
struct drafted_line {
    std::string key;
    std::string value;   // as YAML
    std::string remark;  // "" = none
};

struct drafted_step {
    std::string resource;
    std::string id;  // "" = none
    std::vector<drafted_line> with;
};

// A policy before it is a text.
struct drafted_policy {
    std::string name;
    std::string says;   // one sentence about it
    std::string when;   // an expression; "" = everybody
    std::string match;  // as YAML, in its place; "" = everybody
    std::int64_t priority = 0;
    std::vector<drafted_line> vars;
    std::vector<drafted_step> steps;
};

// What a roster says of somebody beside who he is, in this order. His own address is the one that
// he has on the portal that the roster is for.
using drafted_value = std::variant<model::value, own_address>;
using drafted_columns = std::vector<std::pair<std::string, drafted_value>>;

struct drafted_user {
    person whose;  // on the portal that he comes from
    drafted_columns columns;
};

// Everything that is to be written.
struct drafts {
    std::vector<drafted_policy> policies;
    std::vector<drafted_user> users;
    // Of which the policies ask whether somebody has them; one user at least must speak of each.
    std::vector<std::string> asked_for;
};

// What stands where a policy's value is meant as it is: `${` begins a placeholder otherwise.
model::value escaped(const model::value& what);

// A policy as a file. `schema`: where its JSON Schema is, seen from it.
std::string text_of(const drafted_policy& what, std::string_view schema);

// Somebody of a roster and who he is there.
struct listed_user {
    person as;
    const drafted_columns* columns = nullptr;
};

// A roster as a file. `head`: lines of comment. Users stand in the order of their ids.
std::string roster_text(
    std::vector<listed_user> users,
    const std::vector<std::string>& asked_for,
    std::string_view head,
    std::string_view schema
);

}  // namespace migration
