#include "portal-sim/core/user_row.hpp"

#include "portal-sim/core/portal_date.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <string>

namespace portal_sim {

namespace {

namespace json = boost::json;

bool brief(std::string_view field) {
    static constexpr std::array<std::string_view, 12> names{
        "ID",
        "XML_ID",
        "ACTIVE",
        "NAME",
        "LAST_NAME",
        "SECOND_NAME",
        "TITLE",
        "TIME_ZONE",
        "UF_DEPARTMENT",
        "WORK_POSITION",
        "USER_TYPE",
        "IS_ONLINE"
    };
    return std::ranges::find(names, field) != names.end();
}

bool chosen(std::string_view field, const json::array& wanted) {
    return std::ranges::any_of(wanted, [field](const json::value& each) {
        if (!each.is_string()) return false;
        const std::string_view name = each.get_string();
        const bool own_field = name == "UF_*" && field.starts_with("UF_");
        return name == "*" || name == field || own_field;
    });
}

}  // namespace

bool readable_by(const identity& caller, std::string_view field) {
    if (caller.scopes->contains("user")) return true;
    if (caller.scopes->contains("user_basic")) return !field.starts_with("PERSONAL_");
    return brief(field);
}

json::object user_row(const user& who, const identity& caller) {
    json::array departments(who.departments.begin(), who.departments.end());
    json::object whole{{"ID", std::to_string(who.id)}, {"ACTIVE", who.active}};
    for (const auto& each : who.fields) whole[each.key()] = each.value();
    whole["DATE_REGISTER"] = to_iso_date(who.registered);
    whole["LAST_LOGIN"] = "";
    whole["IS_ONLINE"] = "N";
    whole["TIMESTAMP_X"] = json::object();
    whole["LAST_ACTIVITY_DATE"] = json::object();
    whole["UF_DEPARTMENT"] = std::move(departments);
    whole["USER_TYPE"] = who.kind == user_kind::extranet ? "extranet" : "employee";
    json::object row;
    for (auto& each : whole)
        if (readable_by(caller, each.key())) row[each.key()] = std::move(each.value());
    return row;
}

json::object selected(json::object row, const json::value* select) {
    if (select == nullptr) return row;
    const auto* wanted = select->if_array();
    if (wanted == nullptr || wanted->empty()) return row;
    json::object kept;
    for (auto& each : row)
        if (each.key() == "ID" || chosen(each.key(), *wanted))
            kept[each.key()] = std::move(each.value());
    return kept;
}

}  // namespace portal_sim
