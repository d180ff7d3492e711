#include "catalog/color.hpp"
#include "catalog/reminders.hpp"
#include "catalog/section.hpp"
#include "catalog/values.hpp"
#include "catalog/whole_number.hpp"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string_view>

namespace catalog {

namespace {

// PHP's (bool): the texts "" and "0" are false, and every other text is true, "false" and "N" too.
bool truthy(const model::value& seen) {
    switch (seen.kind()) {
        case boost::json::kind::null:
            return false;
        case boost::json::kind::bool_:
            return seen.get_bool();
        case boost::json::kind::int64:
            return seen.get_int64() != 0;
        case boost::json::kind::uint64:
            return seen.get_uint64() != 0;
        case boost::json::kind::double_:
            return seen.get_double() != 0;
        case boost::json::kind::string:
            return seen != "" && seen != "0";
        case boost::json::kind::array:
            return !seen.get_array().empty();
        case boost::json::kind::object:
            return !seen.get_object().empty();
    }
    return false;
}

// false and null are what the portal shows for a text that was never set.
bool is_no_text(const model::value& seen) {
    return seen.is_null() || seen == false || seen == "";
}

bool same_text(const model::value& wanted, const model::value& seen) {
    return is_no_text(wanted) ? is_no_text(seen) : wanted == seen;
}

bool same_yes_no(const field& which, const model::value& wanted, const model::value& seen) {
    if (which.answered == answer_form::boolean && seen.is_bool()) {
        return (wanted == "Y") == seen.get_bool();
    }
    return wanted == seen;
}

bool same_number(const model::value& wanted, const model::value& seen) {
    const auto number = whole_number(wanted);
    return number && number == whole_number(seen);
}

bool same_color(const model::value& wanted, const model::value& seen) {
    if (!wanted.is_string() || !seen.is_string()) return false;
    const auto color = normal_color(wanted.get_string());
    return color && color == normal_color(seen.get_string());
}

// Ids without order: a portal may answer them in its own.
std::optional<std::set<std::int64_t>> ids_of(const model::value& list) {
    std::set<std::int64_t> ids;
    if (list.is_null() || list == false || list == "") return ids;
    const auto* items = list.if_array();
    if (items == nullptr) return std::nullopt;
    for (const auto& each : *items) {
        const auto id = whole_number(each);
        if (!id) return std::nullopt;
        ids.insert(*id);
    }
    return ids;
}

bool same_id_list(const model::value& wanted, const model::value& seen) {
    const auto ids = ids_of(wanted);
    return ids && ids == ids_of(seen);
}

bool is_empty_container(const model::value& given) {
    if (const auto* list = given.if_array()) return list->empty();
    const auto* map = given.if_object();
    return map != nullptr && map->empty();
}

// Nested values keep their shape, but in a form or a batch their leaves become texts.
bool same_nested(const model::value& wanted, const model::value& seen) {
    if (is_empty_container(wanted)) return is_empty_container(seen);
    if (wanted.is_array()) {
        return seen.is_array() &&
               std::ranges::equal(wanted.get_array(), seen.get_array(), same_nested);
    }
    if (wanted.is_object()) {
        if (!seen.is_object() || wanted.get_object().size() != seen.get_object().size())
            return false;
        return std::ranges::all_of(wanted.get_object(), [&](const auto& entry) {
            const auto* other = seen.get_object().if_contains(entry.key());
            return other != nullptr && same_nested(entry.value(), *other);
        });
    }
    if (wanted.is_bool()) return truthy(seen) == wanted.get_bool();
    if (wanted.is_int64() || wanted.is_uint64()) return same_number(wanted, seen);
    return wanted == seen;
}

}  // namespace

bool same(const field& which, const model::value& wanted, const model::value& seen) {
    switch (which.type) {
        case field_type::boolean:
            return wanted.is_bool() && wanted.get_bool() == truthy(seen);
        case field_type::yes_no:
            return same_yes_no(which, wanted, seen);
        case field_type::text:
        case field_type::email:
            return same_text(wanted, seen);
        case field_type::integer:
        case field_type::number_text:
            return same_number(wanted, seen);
        case field_type::choice:
            return wanted == seen;
        case field_type::color:
            return same_color(wanted, seen);
        case field_type::section_id:
            return same_section_id(wanted, seen);
        case field_type::section_map:
            return same_section_map(wanted, seen);
        case field_type::reminders:
            return same_reminders(wanted, seen);
        case field_type::id_list:
            return same_id_list(wanted, seen);
        case field_type::object:
            return same_nested(wanted, seen);
    }
    return false;
}

bool alike(const field& which, const model::value& one, const model::value& other) {
    if (one == other) return true;
    const auto normal = normalise(which, one);
    return normal && same(which, *normal, other);
}

}  // namespace catalog
