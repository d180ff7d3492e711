#include "portal-sim/core/method.hpp"
#include "portal-sim/core/php_value.hpp"
#include "portal-sim/core/portal_date.hpp"
#include "portal-sim/core/user_filter.hpp"
#include "portal-sim/core/user_row.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace portal_sim {

namespace {

namespace json = boost::json;

constexpr std::size_t page = 50;
constexpr std::string_view user_scopes = "user|user_basic|user_brief";

// A parameter of user.get that does not take part in the filter.
bool steers(std::string_view name) {
    static constexpr std::array<std::string_view, 7> names{
        "FILTER", "SORT", "ORDER", "SELECT", "ADMIN_MODE", "IMAGE_RESIZE", "START"
    };
    return std::ranges::find(names, name) != names.end();
}

json::object filter_of(const method_call& call) {
    if (const auto* filter = call.parameter("FILTER")) {
        const auto* map = filter->if_object();
        return map == nullptr ? json::object() : *map;
    }
    json::object top;
    for (const auto& each : call.parameters)
        if (!steers(each.key())) top.insert_or_assign(each.key(), each.value());
    return top;
}

// Without the admin mode people see who has a department; an outsider sees only himself here, since
// this portal has no groups that he could share.
bool visible(const method_call& call, const user& who, bool admin_mode) {
    if (who.kind == user_kind::system_account) return false;
    if (call.portal.people.find(call.caller.user)->kind == user_kind::extranet)
        return who.id == call.caller.user;
    return admin_mode || !who.departments.empty();
}

void sort_rows(std::vector<const user*>& found, const method_call& call) {
    const auto* sort = call.parameter("SORT");
    const auto* order = call.parameter("ORDER");
    if (sort == nullptr || order == nullptr) return;  // both or neither
    const bool descending = folded(php::to_text(*order)) == "desc";
    auto field = php::to_text(*sort);
    std::ranges::transform(field, field.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
    });
    const auto before = [&field](const user* left, const user* right) {
        const auto mine = folded(left->field(field));
        const auto other = folded(right->field(field));
        return mine != other ? mine < other : left->id < right->id;
    };
    std::ranges::sort(found, before);
    if (descending) std::ranges::reverse(found);
}

answer get_users(method_call& call) {
    call.fold_names();
    call.reads(call.caller.user);
    const auto* mode = call.parameter("ADMIN_MODE");
    const bool admin_mode = call.caller.admin && mode != nullptr && php::truthy(*mode);
    const auto readable = [&](std::string_view field) { return readable_by(call.caller, field); };
    const user_filter filter(filter_of(call), readable);

    std::vector<const user*> found;
    for (const auto& [id, who] : call.portal.people.users())
        if (visible(call, who, admin_mode) && filter.matches(who)) found.push_back(&who);
    sort_rows(found, call);

    const bool fast = call.start < 0;
    const auto begin = fast ? 0 : std::min(static_cast<std::size_t>(call.start), found.size());
    const auto end = std::min(begin + page, found.size());
    json::array rows;
    for (auto i = begin; i < end; ++i)
        rows.push_back(selected(user_row(*found[i], call.caller), call.parameter("SELECT")));
    method_answer said{std::move(rows), {}, {}};
    if (fast || begin == end) return said;  // an empty page has no total
    said.total = static_cast<std::int64_t>(found.size());
    if (end < found.size()) said.next = static_cast<std::int64_t>(end);
    return said;
}

answer current_user(method_call& call) {
    call.reads(call.caller.user);
    return method_answer{user_row(*call.portal.people.find(call.caller.user), call.caller), {}, {}};
}

answer profile(method_call& call) {
    call.reads(call.caller.user);
    const auto& who = *call.portal.people.find(call.caller.user);
    json::object row{
        {"ID", std::to_string(who.id)},
        {"ADMIN", who.admin},
        {"NAME", who.field("NAME")},
        {"LAST_NAME", who.field("LAST_NAME")},
        {"PERSONAL_GENDER", who.field("PERSONAL_GENDER")},
        {"TIME_ZONE", who.field("TIME_ZONE")},
        {"TIME_ZONE_OFFSET", 0},
    };
    return method_answer{std::move(row), {}, {}};
}

answer is_admin(method_call& call) {
    return method_answer{call.caller.admin, {}, {}};
}

answer field_names(method_call&) {
    json::object names{{"ID", "ID"}, {"ACTIVE", "Active"}, {"UF_DEPARTMENT", "Departments"}};
    for (const auto name : profile_fields()) names[name] = name;
    return method_answer{std::move(names), {}, {}};
}

}  // namespace

std::span<const method> user_methods() {
    static constexpr std::array<method, 5> methods{{
        {"user.get", user_scopes, 0.05, get_users},
        {"user.current", user_scopes, 0.03, current_user},
        {"user.fields", user_scopes, 0.01, field_names},
        {"profile", "", 0.02, profile},
        {"user.admin", "", 0.01, is_admin},
    }};
    return methods;
}

}  // namespace portal_sim
