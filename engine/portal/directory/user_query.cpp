#include "portal/directory/user_query.hpp"

#include "base/letter_case.hpp"
#include "portal/directory/user_row.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>

namespace portal {

namespace {

model::array listed(const std::vector<std::string>& values) {
    return model::array(values.begin(), values.end());
}

// An id is a number and has no spelling; for any other field '=' says that the value has no
// wildcards.
std::string filter_name(const std::string& field) {
    return field == "ID" ? field : '=' + field;
}

bool is_one_of(const model::value* given, const std::vector<std::string>& wanted) {
    const auto texts = given == nullptr ? std::vector<std::string>{""} : texts_of(*given);
    return std::ranges::any_of(texts, [&](const std::string& text) {
        return std::ranges::any_of(wanted, [&](const std::string& each) {
            return base::lower_case(each) == base::lower_case(text);
        });
    });
}

std::string shown(const model::value* given) {
    return given == nullptr ? "nothing" : boost::json::serialize(*given);
}

std::optional<std::string> misfit_of_activity(const model::object& row) {
    const auto active = read_active(row.if_contains("ACTIVE"));
    if (!active) return "it does not say whether he is ACTIVE";
    if (!*active) return "he is not active";
    return std::nullopt;
}

std::optional<std::string> misfit_of_type(const model::object& row, company from) {
    const auto* type = row.if_contains("USER_TYPE");
    if (type == nullptr && from == company::all) return std::nullopt;
    if (type != nullptr && *type == "employee") return std::nullopt;
    if (type != nullptr && *type == "extranet" && from == company::all) return std::nullopt;
    return fmt::format("his USER_TYPE is {}", shown(type));
}

std::optional<std::string> misfit_of_departments(
    const model::object& row, const std::vector<std::int64_t>& wanted
) {
    for (const auto mine : read_departments(row))
        if (std::ranges::find(wanted, mine) != wanted.end()) return std::nullopt;
    return fmt::format("his UF_DEPARTMENT is {}", shown(row.if_contains("UF_DEPARTMENT")));
}

}  // namespace

model::object page_parameters(const user_query& asked, std::int64_t after) {
    model::object filter{{">ID", after}};
    // Y, because the portal takes whatever is neither empty nor N for it (portal-facts 7).
    if (asked.active == activity::active) filter["ACTIVE"] = "Y";
    if (asked.from == company::employees) filter["USER_TYPE"] = "employee";
    if (asked.departments)
        filter["UF_DEPARTMENT"] =
            model::array(asked.departments->begin(), asked.departments->end());
    for (const auto& [field, values] : asked.fields) filter[filter_name(field)] = listed(values);
    return {
        {"FILTER", std::move(filter)},
        {"sort", "ID"},
        {"order", "ASC"},
        {"ADMIN_MODE", true},
        {"start", -1},
    };
}

std::optional<std::string> misfit(const model::object& row, const user_query& asked) {
    if (asked.active == activity::active)
        if (auto why = misfit_of_activity(row)) return why;
    if (auto why = misfit_of_type(row, asked.from)) return why;
    if (asked.departments)
        if (auto why = misfit_of_departments(row, *asked.departments)) return why;
    for (const auto& [field, values] : asked.fields) {
        const auto* given = row.if_contains(field);
        if (!is_one_of(given, values)) return fmt::format("his {} is {}", field, shown(given));
    }
    return std::nullopt;
}

}  // namespace portal
