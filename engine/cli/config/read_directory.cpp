#include "cli/config/read_directory.hpp"

#include "base/nearest_name.hpp"
#include "cli/config/config_values.hpp"
#include "document/excerpt.hpp"
#include "document/problem.hpp"
#include "portal/directory/user_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace cli {
namespace {

using document::mapping_reader;
using document::node;
using document::node_kind;
using document::presence;
using namespace std::chrono_literals;

// One value, or the items of a list.
std::vector<const node*> items_of(const node& what) {
    if (what.kind != node_kind::sequence) return {&what};
    std::vector<const node*> all;
    for (const auto& each : what.items) all.push_back(&each);
    return all;
}

// A number is an id; in quotes it is a name.
void read_departments(mapping_reader& from, directory_config& into) {
    const auto* found = from.value("departments", presence::optional);
    if (found == nullptr) return;
    const auto items = items_of(*found);
    if (items.empty())
        from.refuse(
            "departments",
            "departments",
            "an empty list of departments would be nobody",
            "name one, or leave the key out for the whole company"
        );
    for (const auto* each : items) {
        if (each->kind == node_kind::integer && each->integer > 0)
            into.departments.push_back({each->integer, each->text, each->where});
        else if (each->kind == node_kind::text && !each->text.empty())
            into.departments.push_back({std::nullopt, each->text, each->where});
        else
            from.refuse(
                "departments",
                "departments",
                "a department is named by its name, path or id, not by " +
                    document::describe_found(*each),
                "as in: departments: [Sales, Company/Support, 17]"
            );
    }
}

std::vector<std::string> filter_fields() {
    std::vector<std::string> names;
    for (const auto& each : portal::user_fields())
        if (each.use == portal::field_use::filter) names.emplace_back(each.name);
    return names;
}

struct refusal {
    std::string message;
    std::string hint;
};

refusal unknown_field(std::string_view name) {
    const auto begin = name.find_first_not_of("<>=!%@");
    const bool has_operator = begin != 0;
    const auto bare = begin == std::string_view::npos ? std::string_view() : name.substr(begin);
    const auto known = filter_fields();
    const auto near = base::nearest_name(bare, known);
    std::string hint;
    if (has_operator) hint = "there are no operators here: a field has one of the values listed";
    if (near && *near != bare)
        hint += (hint.empty() ? "" : "; ") + fmt::format("did you mean '{}'?", *near);
    if (hint.empty())
        hint = "'muster explain directory' lists the fields; the company's own begin with UF_USR_";
    return {
        fmt::format(
            "the portal knows no field {}, and would select everybody", document::in_quotes(name)
        ),
        hint
    };
}

// Nothing = it may be asked for.
std::optional<refusal> fault_of_field(std::string_view name) {
    if (portal::is_custom_user_field(name)) return std::nullopt;
    const auto* known = portal::find_user_field(name);
    if (known == nullptr) return unknown_field(name);
    switch (known->use) {
        case portal::field_use::filter:
            return std::nullopt;
        case portal::field_use::by_include:
            return refusal{
                fmt::format("{} is not asked for with a filter", name),
                "only active employees are read; 'include: [inactive, extranet]' adds others"
            };
        case portal::field_use::by_department:
            return refusal{
                fmt::format("{} is not asked for with a filter", name),
                "'departments: [Sales]' names departments, those below them included"
            };
        case portal::field_use::not_checkable:
            break;
    }
    return refusal{
        fmt::format(
            "whether the portal filtered by {} could not be seen from its answer, so it is not "
            "asked to",
            name
        ),
        "match on another field, or in a policy"
    };
}

void refuse_at(
    mapping_reader& from, const node& key, const refusal& why, base::diagnostics& problems
) {
    auto what = document::problem_at(key, "config.filter", why.message);
    what.path = from.path_of(key.text);
    what.hint = why.hint;
    problems.add(std::move(what));
}

std::vector<std::string> read_values(
    mapping_reader& from, const std::string& key, const node& what
) {
    std::vector<std::string> values;
    const auto items = items_of(what);
    for (const auto* each : items) {
        const bool fits = each->kind == node_kind::integer ||
                          (each->kind == node_kind::text && !each->text.empty());
        if (fits)
            values.push_back(each->text);
        else
            from.refuse(
                key,
                "filter",
                "a text or a whole number was expected, or a list of them, not " +
                    document::describe_found(*each)
            );
    }
    if (items.empty())
        from.refuse(
            key, "filter", "an empty list fits nobody, and the portal takes it for everybody"
        );
    return values;
}

void read_filter(mapping_reader& roster, directory_config& into, base::diagnostics& problems) {
    const auto* found = roster.mapping_node("filter", presence::optional);
    if (found == nullptr) return;
    auto from = *roster.mapping("filter", presence::optional);
    for (const auto& [key, value] : found->entries) {
        (void)from.value(key.text, presence::optional);
        if (const auto why = fault_of_field(key.text))
            refuse_at(from, key, *why, problems);
        else
            into.filter.push_back({key.text, read_values(from, key.text, value)});
    }
}

void read_include(mapping_reader& from, directory_config& into) {
    const auto words = from.texts("include", presence::optional);
    if (!words) return;
    for (const auto& each : *words) {
        if (each == "inactive")
            into.active = portal::activity::all;
        else if (each == "extranet")
            into.from = portal::company::all;
        else if (each == "bots")
            from.refuse(
                "include",
                "include",
                "the portal lists no bots: user.get leaves them out, and so none can be included"
            );
        else
            from.refuse(
                "include",
                "include",
                fmt::format(
                    "'inactive' or 'extranet' was expected, not {}", document::in_quotes(each)
                )
            );
    }
    if (into.from == portal::company::all && !into.departments.empty())
        from.refuse(
            "include",
            "include",
            "guests of the extranet are in no department, so 'departments' leaves them out again",
            "take one of the two away"
        );
}

}  // namespace

std::optional<directory_config> read_directory(
    document::mapping_reader& roster, base::diagnostics& problems
) {
    auto from = roster.mapping("directory", presence::optional);
    if (!from) return std::nullopt;
    directory_config made;
    made.where = roster.value("directory", presence::optional)->where;
    read_departments(*from, made);
    read_filter(*from, made, problems);
    read_include(*from, made);
    if (const auto age = read_duration(*from, "max_age", 0s, 720h)) made.max_age = *age;
    from->finish();
    return made;
}

}  // namespace cli
