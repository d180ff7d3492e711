#include "portal/directory/user_row.hpp"

#include "portal/directory/user_fields.hpp"
#include "portal/wire/answer_fields.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <utility>

namespace portal {

namespace {

// {} is how the portal writes a date that there is not, false a text or a list that is not set.
bool is_unset(const model::value& given) {
    const auto* map = given.if_object();
    return given.is_null() || (map != nullptr && map->empty()) ||
           (given.is_bool() && !given.get_bool());
}

std::string text_of(const model::value& given) {
    if (given.is_string()) return std::string(std::string_view(given.get_string()));
    if (is_unset(given)) return {};
    return boost::json::serialize(given);
}

std::string text_in(const model::object& row, std::string_view field) {
    const auto* given = row.if_contains(field);
    return given == nullptr ? std::string() : text_of(*given);
}

}  // namespace

std::optional<directory_row> read_user_row(const model::object& row) {
    const auto id = read_id(row.if_contains("ID"));
    if (!id) return std::nullopt;
    directory_row made;
    made.who.id = model::user_id(*id);
    made.who.email = text_in(row, "EMAIL");
    for (const auto& each : row) {
        auto attribute = attribute_of_field(each.key());
        if (!attribute.empty() && !is_unset(each.value()))
            made.who.attributes[attribute] = each.value();
    }
    made.who.attributes["id"] = *id;
    made.who.attributes["email"] = made.who.email;
    if (const auto active = read_active(row.if_contains("ACTIVE")))
        made.who.attributes["active"] = *active;
    made.departments = read_departments(row);
    return made;
}

std::optional<department_row> read_department_row(const model::object& row) {
    const auto id = read_id(row.if_contains("ID"));
    if (!id) return std::nullopt;
    return department_row{
        *id, read_id(row.if_contains("PARENT")).value_or(0), text_in(row, "NAME")
    };
}

std::optional<bool> read_active(const model::value* given) {
    if (given == nullptr) return std::nullopt;
    if (given->is_bool()) return given->get_bool();
    const auto text = text_of(*given);
    if (text == "Y" || text == "1") return true;
    if (text == "N" || text == "0") return false;
    return std::nullopt;
}

std::optional<std::int64_t> read_id(const model::value* given) {
    const auto number = read_whole(given);
    return number && *number > 0 ? number : std::nullopt;
}

std::vector<std::int64_t> read_departments(const model::object& row) {
    std::vector<std::int64_t> ids;
    const auto take = [&](const model::value& each) {
        if (const auto id = read_id(&each)) ids.push_back(*id);
    };
    const auto* given = row.if_contains("UF_DEPARTMENT");
    if (given == nullptr) return ids;
    if (const auto* list = given->if_array())
        std::ranges::for_each(*list, take);
    else if (const auto* map = given->if_object())
        for (const auto& each : *map) take(each.value());
    else
        take(*given);
    return ids;
}

std::vector<std::string> texts_of(const model::value& given) {
    const auto* list = given.if_array();
    if (list == nullptr) return {text_of(given)};
    std::vector<std::string> texts;
    for (const auto& each : *list) texts.push_back(text_of(each));
    return texts;
}

}  // namespace portal
