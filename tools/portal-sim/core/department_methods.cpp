#include "portal-sim/core/method.hpp"
#include "portal-sim/core/php_value.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace portal_sim {

namespace {

namespace json = boost::json;

constexpr std::size_t page = 50;

// A number or any of several.
bool asks_for(const json::value& wanted, std::int64_t mine) {
    const auto same = [mine](const json::value& each) {
        return php::to_integer(each).value_or(0) == mine;
    };
    if (const auto* list = wanted.if_array()) return std::ranges::any_of(*list, same);
    return same(wanted);
}

bool matches(const method_call& call, const department& each) {
    const auto* id = call.parameter("ID");
    const auto* name = call.parameter("NAME");
    const auto* parent = call.parameter("PARENT");
    const auto* head = call.parameter("UF_HEAD");
    return (id == nullptr || asks_for(*id, each.id)) &&
           (name == nullptr || folded(php::to_text(*name)) == folded(each.name)) &&
           (parent == nullptr || asks_for(*parent, each.parent)) &&
           (head == nullptr || asks_for(*head, each.head));
}

json::object shown(const department& each) {
    json::object row{{"ID", std::to_string(each.id)}, {"NAME", each.name}, {"SORT", 500}};
    if (each.parent != 0) row["PARENT"] = std::to_string(each.parent);
    if (each.head != 0) row["UF_HEAD"] = std::to_string(each.head);
    return row;
}

answer list_departments(method_call& call) {
    call.fold_names();
    call.reads(call.caller.user);
    std::vector<const department*> found;
    for (const auto& each : call.portal.people.departments())
        if (matches(call, each)) found.push_back(&each);

    // An older list: it floors the offset to whole pages.
    const bool fast = call.start < 0;
    const auto asked = fast ? 0 : static_cast<std::size_t>(call.start) / page * page;
    const auto begin = std::min(asked, found.size());
    const auto end = std::min(begin + page, found.size());
    json::array rows;
    for (auto i = begin; i < end; ++i) rows.push_back(shown(*found[i]));
    method_answer said{std::move(rows), {}, {}};
    if (fast) return said;
    said.total = static_cast<std::int64_t>(found.size());
    if (end < found.size()) said.next = static_cast<std::int64_t>(end);
    return said;
}

// Only an administrator has the right to change the structure here.
answer add_department(method_call& call) {
    call.fold_names();
    if (!call.caller.admin) return refuse("ACCESS_DENIED", "Access denied!");
    const auto* name = call.parameter("NAME");
    const auto* parent = call.parameter("PARENT");
    const auto above = parent == nullptr ? 0 : php::to_integer(*parent).value_or(0);
    if (name == nullptr || php::to_text(*name).empty())
        return refuse("ERROR_CORE", "No department name is given");
    if (call.portal.people.find_department(above) == nullptr)
        return refuse("ERROR_CORE", "The parent department is not found");
    std::int64_t highest = 0;
    for (const auto& each : call.portal.people.departments()) highest = std::max(highest, each.id);
    call.portal.people.add(department{highest + 1, php::to_text(*name), above, 0});
    return method_answer{highest + 1, {}, {}};
}

}  // namespace

std::span<const method> department_methods() {
    static constexpr std::array<method, 2> methods{{
        {"department.get", "department", 0.03, list_departments},
        {"department.add", "department", 0.1, add_department},
    }};
    return methods;
}

}  // namespace portal_sim
