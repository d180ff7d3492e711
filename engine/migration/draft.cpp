#include "migration/draft.hpp"

#include "document/flow_yaml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace migration {

namespace {

std::string escaped_text(std::string_view text) {
    std::string made;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i).starts_with("${")) made += '$';
        made += text[i];
    }
    return made;
}

std::string modeline(std::string_view schema) {
    return fmt::format("# yaml-language-server: $schema={}\n", schema);
}

std::string comment(std::string_view text) {
    std::string made;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        made += fmt::format("# {}\n", text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return made;
}

// Lines of one indentation, their remarks below each other.
std::string block(const std::vector<drafted_line>& lines, std::size_t indent) {
    constexpr std::size_t farthest_remark = 60;
    std::size_t widest = 0;
    for (const auto& each : lines)
        if (!each.remark.empty() && each.key.size() + each.value.size() < farthest_remark)
            widest = std::max(widest, each.key.size() + each.value.size() + 2);
    std::string made;
    for (const auto& each : lines) {
        auto line = fmt::format("{}: {}", each.key, each.value);
        if (!each.remark.empty()) line = fmt::format("{:<{}}  # {}", line, widest, each.remark);
        made += std::string(indent, ' ') + line + '\n';
    }
    return made;
}

model::value filled_in(const drafted_value& what, const person& as) {
    if (const auto* value = std::get_if<model::value>(&what)) return *value;
    // Nothing at all would mean "like most others".
    return as.email.empty() ? model::value(false) : model::value(as.email);
}

std::string text_of(const drafted_step& what) {
    auto made = fmt::format("    - ensure: {}\n", what.resource);
    if (!what.id.empty()) made += fmt::format("      id: {}\n", what.id);
    return made + "      with:\n" + block(what.with, 8);
}

}  // namespace

model::value escaped(const model::value& what) {
    if (const auto* text = what.if_string()) return model::value(escaped_text(*text));
    if (const auto* items = what.if_array()) {
        model::array made;
        for (const auto& each : *items) made.push_back(escaped(each));
        return made;
    }
    if (const auto* members = what.if_object()) {
        model::object made;
        for (const auto& each : *members)
            made.emplace(escaped_text(each.key()), escaped(each.value()));
        return made;
    }
    return what;
}

std::string text_of(const drafted_policy& what, std::string_view schema) {
    auto made = modeline(schema) + comment(what.says) + "apiVersion: muster/v1\nkind: Policy\n" +
                fmt::format("metadata: {{ name: {} }}\nspec:\n", what.name);
    if (!what.when.empty()) made += fmt::format("  when: {}\n", what.when);
    if (!what.match.empty()) made += fmt::format("  match: {}\n", what.match);
    made += fmt::format("  priority: {}\n", what.priority);
    if (!what.vars.empty())
        made +=
            "  # What most people have; who has something else has it in the roster.\n  vars:\n" +
            block(what.vars, 4);
    made += "  steps:\n";
    for (const auto& each : what.steps) made += text_of(each);
    return made;
}

std::string roster_text(
    std::vector<listed_user> users,
    const std::vector<std::string>& asked_for,
    std::string_view head,
    std::string_view schema
) {
    std::ranges::sort(users, {}, [](const listed_user& each) { return each.as.id.value(); });
    std::set<std::string> missing(asked_for.begin(), asked_for.end());
    for (const auto& each : users)
        for (const auto& [name, value] : *each.columns) missing.erase(name);
    auto made = modeline(schema) + comment(head) + "apiVersion: muster/v1\nkind: Roster\nusers:\n";
    for (const auto& each : users) {
        made += fmt::format("  - {{ id: {}", each.as.id.value());
        if (!each.as.email.empty()) made += ", email: " + document::flow_yaml_text(each.as.email);
        for (const auto& [name, value] : *each.columns)
            made += fmt::format(
                ", {}: {}",
                document::flow_yaml_text(name),
                document::flow_yaml(filled_in(value, each.as))
            );
        for (const auto& name : missing) made += fmt::format(", {}: null", name);
        missing.clear();
        made += " }\n";
    }
    return made;
}

}  // namespace migration
