#include "portal-sim/core/method.hpp"
#include "portal-sim/core/php_value.hpp"
#include "portal-sim/core/portal_date.hpp"

#include <boost/json/array.hpp>

#include <array>
#include <string>

namespace portal_sim {

namespace {

namespace json = boost::json;

// The calendar's errors have no code.
constexpr std::string_view no_code;

std::string text_of(const method_call& call, std::string_view name) {
    const auto* value = call.parameter(name);
    return value == nullptr ? std::string() : php::to_text(*value);
}

// The owner that a call names; for calendars of people the caller when it names none.
std::int64_t owner_of(const method_call& call, std::string_view type) {
    const auto* given = call.parameter("ownerId");
    const auto owner = given == nullptr ? 0 : php::to_integer(*given).value_or(0);
    return owner == 0 && type == "user" ? call.caller.user : owner;
}

bool may_edit(const method_call& call, std::string_view type, std::int64_t owner) {
    return call.caller.admin || (type == "user" && owner == call.caller.user);
}

json::object permissions(bool all) {
    return {
        {"view_time", true},
        {"view_title", true},
        {"view_full", all},
        {"add", all},
        {"edit", all},
        {"edit_section", all},
        {"access", all},
    };
}

json::object shown(const section& each, bool may_edit_it) {
    return {
        {"ID", std::to_string(each.id)},
        {"NAME", each.name},
        {"GAPI_CALENDAR_ID", nullptr},
        {"DESCRIPTION", each.description},
        {"COLOR", each.color},
        {"TEXT_COLOR", each.text_color},
        {"EXPORT", {{"ALLOW", !each.export_set.empty()}, {"SET", each.export_set}}},
        {"CAL_TYPE", each.type},
        {"OWNER_ID", std::to_string(each.owner)},
        {"CREATED_BY", std::to_string(each.created_by)},
        {"DATE_CREATE", to_sql_date(each.created)},
        {"TIMESTAMP_X", to_sql_date(each.created)},
        {"CAL_DAV_CON", nullptr},
        {"EXTERNAL_TYPE", "local"},
        {"IS_COLLAB", false},
        {"ACCESS", each.access},
        {"PERM", permissions(may_edit_it)},
    };
}

void take_texts(const method_call& call, section& into) {
    if (const auto name = text_of(call, "name"); !name.empty()) into.name = name;
    if (const auto text = text_of(call, "description"); !text.empty()) into.description = text;
    const auto* access = call.parameter("access");
    if (access != nullptr && access->is_object()) into.access = access->get_object();
}

void take_export(const method_call& call, section& into) {
    const auto* wanted = call.parameter("export");
    if (wanted == nullptr || !php::is_array(*wanted)) return;
    const auto* allow = php::element(*wanted, "ALLOW");
    if (allow == nullptr || !php::truthy(*allow)) return;
    const auto* set = php::element(*wanted, "SET");
    into.export_set = set == nullptr ? "all" : php::to_text(*set);
}

answer add_section(method_call& call) {
    const auto type = text_of(call, "type");
    if (type.empty()) return std::unexpected(missing_parameter("type", call.method));
    const auto owner = owner_of(call, type);
    if (owner == 0 && type == "group")
        return std::unexpected(missing_parameter("ownerId", call.method));
    const auto* name = call.parameter("name");
    if (name == nullptr || name->is_null())
        return std::unexpected(missing_parameter("name", call.method));
    if (!name->is_string() || name->get_string().empty())
        return refuse(no_code, "Invalid value for the \"name\" parameter");
    if (!may_edit(call, type, owner)) return refuse(no_code, "Access denied");

    section made;
    made.type = type;
    made.owner = owner;
    made.created_by = call.caller.user;
    made.created = call.now;
    made.color = color_or(text_of(call, "color"), section_store::default_color);
    made.text_color = color_or(text_of(call, "text_color"), section_store::default_text_color);
    take_texts(call, made);
    take_export(call, made);
    call.writes(type == "user" ? owner : call.caller.user);
    return method_answer{call.portal.sections.add(std::move(made)), {}, {}};
}

answer list_sections(method_call& call) {
    const auto type = text_of(call, "type");
    if (type.empty()) return std::unexpected(missing_parameter("type", call.method));
    const auto owner = owner_of(call, type);
    if (owner == 0 && type == "group")
        return std::unexpected(missing_parameter("ownerId", call.method));
    if (call.portal.people.find(call.caller.user)->kind == user_kind::extranet)
        return refuse(no_code, "Access denied");
    call.reads(type == "user" ? owner : call.caller.user);
    json::array rows;
    for (const auto* each : call.portal.sections.of(type, owner))
        rows.push_back(shown(*each, may_edit(call, type, owner)));
    return method_answer{std::move(rows), {}, {}};
}

// The section that `id` names, if this caller may change it.
std::expected<section*, rest_error> editable(const method_call& call) {
    if (text_of(call, "type").empty())
        return std::unexpected(missing_parameter("type", call.method));
    const auto* given = call.parameter("id");
    const auto id = given == nullptr ? 0 : php::to_integer(*given).value_or(0);
    if (id == 0) return refuse(no_code, "Section ID is not set");
    auto* found = call.portal.sections.find(id);
    if (found == nullptr || !may_edit(call, found->type, found->owner))
        return refuse(no_code, "Access denied");
    return found;
}

answer update_section(method_call& call) {
    const auto found = editable(call);
    if (!found) return std::unexpected(found.error());
    auto& each = **found;
    if (const auto* name = call.parameter("name"); name != nullptr && !name->is_string())
        return refuse(no_code, "Invalid value for the \"name\" parameter");
    take_texts(call, each);  // empty texts change nothing: a name cannot be cleared
    if (call.parameter("color") != nullptr)
        each.color = color_or(text_of(call, "color"), section_store::default_color);
    if (call.parameter("text_color") != nullptr)
        each.text_color = color_or(text_of(call, "text_color"), section_store::default_text_color);
    call.writes(each.type == "user" ? each.owner : call.caller.user);
    return method_answer{each.id, {}, {}};
}

answer delete_section(method_call& call) {
    const auto found = editable(call);
    if (!found) return std::unexpected(found.error());
    call.writes((*found)->type == "user" ? (*found)->owner : call.caller.user);
    call.portal.events.erase_in((*found)->id);
    call.portal.sections.erase((*found)->id);
    return method_answer{true, {}, {}};
}

}  // namespace

std::span<const method> section_methods() {
    static constexpr std::array<method, 4> methods{{
        {"calendar.section.add", "calendar", 1.1, add_section},
        {"calendar.section.get", "calendar", 0.06, list_sections},
        {"calendar.section.update", "calendar", 0.3, update_section},
        {"calendar.section.delete", "calendar", 0.3, delete_section},
    }};
    return methods;
}

}  // namespace portal_sim
