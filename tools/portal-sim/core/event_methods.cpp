#include "portal-sim/core/method.hpp"
#include "portal-sim/core/php_value.hpp"
#include "portal-sim/core/portal_date.hpp"

#include <boost/json/array.hpp>

#include <array>
#include <set>
#include <string>

namespace portal_sim {

namespace {

namespace json = boost::json;

// The calendar's errors have no code.
constexpr std::string_view no_code;
constexpr std::size_t date_length = 10;  // YYYY-MM-DD

std::string text_of(const method_call& call, std::string_view name) {
    const auto* value = call.parameter(name);
    return value == nullptr ? std::string() : php::to_text(*value);
}

std::int64_t number_of(const method_call& call, std::string_view name) {
    const auto* value = call.parameter(name);
    return value == nullptr ? 0 : php::to_integer(*value).value_or(0);
}

std::string date_of(time_point when) {
    return to_sql_date(when).substr(0, date_length);
}

answer add_event(method_call& call) {
    for (const auto* name : {"type", "ownerId", "from", "to", "name"})
        if (text_of(call, name).empty())
            return std::unexpected(missing_parameter(name, call.method));
    calendar_event made;
    made.type = text_of(call, "type");
    made.owner = number_of(call, "ownerId");
    made.section = number_of(call, "section");
    if (made.section == 0 && text_of(call, "auto_detect_section") != "Y")
        return std::unexpected(missing_parameter("section", call.method));
    if (made.section == 0) {
        const auto own = call.portal.sections.of(made.type, made.owner);
        if (own.empty()) return refuse(no_code, "Access denied");
        made.section = own.front()->id;
    }
    const auto* where = call.portal.sections.find(made.section);
    if (where == nullptr || (!call.caller.admin && where->owner != call.caller.user))
        return refuse(no_code, "Access denied");
    made.created_by = call.caller.user;
    made.name = text_of(call, "name");
    made.from = text_of(call, "from");
    made.to = text_of(call, "to");
    call.writes(made.type == "user" ? made.owner : call.caller.user);
    return method_answer{call.portal.events.add(std::move(made)), {}, {}};
}

std::set<std::int64_t> sections_asked_for(const method_call& call) {
    std::set<std::int64_t> all;
    const auto* given = call.parameter("section");
    if (given == nullptr) return all;
    const auto take = [&all](const json::value& each) {
        if (const auto id = php::to_integer(each)) all.insert(*id);
    };
    if (const auto* list = given->if_array())
        for (const auto& each : *list) take(each);
    else if (const auto* map = given->if_object())
        for (const auto& each : *map) take(each.value());
    else
        take(*given);
    return all;
}

// From a month ago to three months ahead, unless the caller says otherwise.
answer list_events(method_call& call) {
    const auto type = text_of(call, "type");
    if (type.empty()) return std::unexpected(missing_parameter("type", call.method));
    auto owner = number_of(call, "ownerId");
    if (owner == 0 && type == "user") owner = call.caller.user;
    if (call.portal.people.find(call.caller.user)->kind == user_kind::extranet)
        return refuse(no_code, "Access denied");
    auto from = text_of(call, "from");
    auto to = text_of(call, "to");
    if (from.empty()) from = date_of(call.now - std::chrono::days(30));
    if (to.empty()) to = date_of(call.now + std::chrono::days(90));
    const auto sections = sections_asked_for(call);
    call.reads(type == "user" ? owner : call.caller.user);
    json::array rows;
    for (const auto* each : call.portal.events.of(type, owner)) {
        if (!sections.empty() && !sections.contains(each->section)) continue;
        if (each->from.substr(0, date_length) > to || each->to.substr(0, date_length) < from)
            continue;
        rows.push_back(json::object{
            {"ID", std::to_string(each->id)},
            {"PARENT_ID", std::to_string(each->id)},
            {"DELETED", "N"},
            {"CAL_TYPE", each->type},
            {"OWNER_ID", std::to_string(each->owner)},
            {"CREATED_BY", std::to_string(each->created_by)},
            {"NAME", each->name},
            {"DATE_FROM", each->from},
            {"DATE_TO", each->to},
            {"SECTION_ID", std::to_string(each->section)},
            {"SECT_ID", std::to_string(each->section)},
        });
    }
    return method_answer{std::move(rows), {}, {}};
}

}  // namespace

std::span<const method> event_methods() {
    static constexpr std::array<method, 2> methods{{
        {"calendar.event.add", "calendar", 0.4, add_event},
        {"calendar.event.get", "calendar", 0.08, list_events},
    }};
    return methods;
}

}  // namespace portal_sim
