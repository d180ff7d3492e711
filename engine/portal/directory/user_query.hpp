#pragma once

#include "model/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace portal {

enum class activity { active, all };    // all: the dismissed as well
enum class company { employees, all };  // all: guests of the extranet as well

// A field and the values of which a user has one.
struct field_condition {
    std::string field;  // as the portal names it
    std::vector<std::string> values;
};

// Which users of a portal are asked for. Bots, mail and system users are never among them
// (portal-facts 7).
struct user_query {
    // In one of these departments, and not in those below them: the portal expands nothing. Nothing
    // = wherever he is.
    std::optional<std::vector<std::int64_t>> departments;
    std::vector<field_condition> fields;  // all of them
    activity active = activity::active;
    company from = company::employees;
};

// The parameters of user.get for the next page after the user `after`, without counting
// (portal-facts 7, "Fast mode"). A page shorter than `page_size` is the last.
model::object page_parameters(const user_query& asked, std::int64_t after);
inline constexpr std::size_t page_size = 50;

// Why this row cannot be an answer to `asked`: the portal drops what it does not know of a filter
// and then answers everybody. Nothing when it can. Upper and lower case count as the same.
std::optional<std::string> misfit(const model::object& row, const user_query& asked);

}  // namespace portal
