#include "policy/mapping.hpp"
#include "policy/policy_file.hpp"
#include "policy/read_steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace policy {
namespace {

constexpr std::string_view known_version = "muster/v1";
constexpr std::string_view known_kind = "Policy";

void expect_word(mapping& from, std::string_view key, std::string_view word, reporter& report) {
    const auto written = from.text(key, presence::required);
    if (!written || *written == word) return;
    report.error(
        "policy.bad-value",
        from.from().find(key)->where,
        from.path_of(key),
        fmt::format("expected {}, got '{}'", word, *written)
    );
}

// It becomes part of file names and of what is typed on a command line.
bool is_policy_name(std::string_view name) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
    };
    return std::ranges::all_of(name, fits) && name.front() != '.' && name.front() != '-';
}

void read_metadata(const document::node& from, policy_file& into, reporter& report) {
    mapping metadata(from, "metadata", report);
    into.where = from.where;
    if (const auto name = metadata.text("name", presence::required)) {
        into.where = from.find("name")->where;
        into.name = *name;
        if (!is_policy_name(*name))
            report.error(
                "policy.bad-name",
                into.where,
                metadata.path_of("name"),
                fmt::format("'{}' cannot be the name of a policy", *name),
                "letters, digits and . _ - are allowed; it begins with a letter, a digit or _"
            );
    }
    into.tags = metadata.texts("tags");
    into.owner = metadata.text("owner").value_or("");
    into.description = metadata.text("description").value_or("");
    metadata.close();
}

void warn_of_unused(const mapping& spec, const variable_names& variables, reporter& report) {
    const auto* vars = spec.from().find("vars");
    if (vars == nullptr) return;
    for (std::size_t i = 0; i < vars->entries.size(); ++i) {
        const auto& key = vars->entries[i].first;
        if (variables.is_used(i)) continue;
        report.warning(
            "policy.unused-variable",
            key.where,
            "spec.vars." + key.text,
            fmt::format("nothing uses the variable '{}'", key.text)
        );
    }
}

void read_spec(
    const document::node& from, policy_file& into, const catalog::definitions& all, reporter& report
) {
    mapping spec(from, "spec", report);
    if (const auto* match = spec.any("match"))
        into.match = read_condition(*match, spec.path_of("match"), report);
    const auto* vars = spec.any("vars");
    auto variables = names_of_variables(vars);
    if (vars != nullptr)
        into.variables = read_variables(*vars, spec.path_of("vars"), variables, report);
    if (const auto* when = spec.any("when"))
        into.when = read_expression(*when, spec.path_of("when"), variables, report);
    into.priority = spec.integer("priority").value_or(0);
    if (const auto* steps = spec.any("steps", presence::required)) {
        const step_surroundings around{all, into.variables, variables, report};
        into.steps = read_steps(*steps, spec.path_of("steps"), around);
    }
    spec.close();
    if (!report.has_errors()) warn_of_unused(spec, variables, report);
}

}  // namespace

std::optional<policy_file> read_policy(
    std::shared_ptr<const source_text> source,
    const document::node& root,
    const catalog::definitions& all,
    base::diagnostics& problems
) {
    reporter report(*source, problems);
    policy_file made;
    made.source = std::move(source);
    mapping file(root, "", report);
    expect_word(file, "apiVersion", known_version, report);
    expect_word(file, "kind", known_kind, report);
    if (const auto* metadata = file.any("metadata", presence::required))
        read_metadata(*metadata, made, report);
    if (const auto* spec = file.any("spec", presence::required))
        read_spec(*spec, made, all, report);
    file.close();
    if (report.has_errors()) return std::nullopt;
    return made;
}

}  // namespace policy
