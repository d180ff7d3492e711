#include "policy/mapping.hpp"
#include "policy/policy_file.hpp"
#include "policy/read_steps.hpp"
#include "policy/read_tests.hpp"

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

// The policy's own variables, then those of the ones it extends: the nearer says what a name is.
document::node merged_variables(
    const document::node& own, std::span<const policy_source* const> parents
) {
    auto all = own;
    for (const auto* each : parents) {
        const auto* spec = each->root.find("spec");
        const auto* vars = spec == nullptr ? nullptr : spec->find("vars");
        if (vars == nullptr || vars->kind != document::node_kind::mapping) continue;
        for (const auto& entry : vars->entries)
            if (all.find(entry.first.text) == nullptr) all.entries.push_back(entry);
    }
    return all;
}

// The farthest parent's first: what is refined stands before what refines it.
std::vector<steps_of_layer> steps_of(
    const document::node* own, std::span<const policy_source* const> parents
) {
    std::vector<steps_of_layer> all;
    for (auto i = parents.size(); i-- > 0;)
        if (const auto* spec = parents[i]->root.find("spec"))
            if (const auto* steps = spec->find("steps")) all.push_back({steps, i + 1});
    if (own != nullptr) all.push_back({own, 0});
    return all;
}

// What is said of whom it is for has no meaning where it is for nobody.
void read_purpose(mapping& spec, policy_file& into, reporter& report) {
    const auto parent_only = spec.flag("abstract");
    if (!parent_only || !*parent_only) return;
    into.meant = purpose::parent_only;
    for (const auto* key : {"match", "when", "priority"}) {
        const auto* said = spec.from().find(key);
        if (said == nullptr) continue;
        report.error(
            "policy.bad-abstract",
            said->where,
            spec.path_of(key),
            fmt::format("'{}' has no meaning in an abstract policy", key),
            "it applies to nobody itself; say it in those that extend it"
        );
    }
}

struct count_range {
    std::int64_t least = 1;
    std::int64_t most = 1;
};

// A count of the policy's own, or of the nearest parent that gives one; those are right already.
std::optional<std::uint32_t> nearest_count(
    mapping& spec,
    std::string_view key,
    std::span<const policy_source* const> parents,
    count_range range,
    reporter& report
) {
    const auto own = spec.integer(key);
    if (own && (*own < range.least || *own > range.most))
        report.error(
            "policy.bad-value",
            spec.from().find(key)->where,
            spec.path_of(key),
            fmt::format(
                "expected a whole number from {} to {}, got {}", range.least, range.most, *own
            )
        );
    if (spec.has(key)) return own ? std::optional(static_cast<std::uint32_t>(*own)) : std::nullopt;
    for (const auto* each : parents) {
        const auto* above = each->root.find("spec");
        const auto* given = above == nullptr ? nullptr : above->find(key);
        if (given != nullptr) return static_cast<std::uint32_t>(given->integer);
    }
    return std::nullopt;
}

// How its jobs stand beside those of other policies.
void read_turns(
    mapping& spec,
    std::span<const policy_source* const> parents,
    policy_file& into,
    reporter& report
) {
    constexpr count_range weights{1, 1000};
    constexpr count_range throttles{1, 100'000};
    into.turns.policy = into.name;
    into.turns.weight = nearest_count(spec, "weight", parents, weights, report).value_or(1);
    into.turns.throttle = nearest_count(spec, "throttle", parents, throttles, report).value_or(0);
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
            fmt::format("nothing uses the variable '{}'", key.text),
            fmt::format("take it out, or use it as ${{vars.{}}}", key.text)
        );
    }
}

void read_spec(
    const document::node& from,
    std::span<const policy_source* const> parents,
    policy_file& into,
    const catalog::definitions& all,
    const facts& known,
    reporter& report
) {
    mapping spec(from, "spec", report);
    if (const auto* match = spec.any("match"))
        into.match = read_condition(*match, spec.path_of("match"), report);
    static const document::node none = [] {
        document::node made;
        made.kind = document::node_kind::mapping;
        return made;
    }();
    spec.text("extends");
    read_purpose(spec, into, report);
    const auto* own = spec.any("vars");
    const auto vars = merged_variables(own == nullptr ? none : *own, parents);
    auto variables = names_of_variables(&vars, known);
    into.variables = read_variables(vars, spec.path_of("vars"), variables, report);
    if (const auto* when = spec.any("when"))
        into.when = read_expression(*when, spec.path_of("when"), variables, report);
    into.priority = spec.integer("priority").value_or(0);
    read_turns(spec, parents, into, report);
    const auto* steps =
        spec.any("steps", parents.empty() ? presence::required : presence::optional);
    const step_surroundings around{all, into.variables, variables, report};
    into.steps = read_steps(steps_of(steps, parents), spec.path_of("steps"), around);
    spec.close();
    if (!report.has_errors() && into.meant == purpose::applies)
        warn_of_unused(spec, variables, report);
}

std::string name_of(const policy_source& which) {
    const auto* metadata = which.root.find("metadata");
    const auto* name = metadata == nullptr ? nullptr : metadata->find("name");
    return name == nullptr ? std::string() : name->text;
}

std::shared_ptr<const model::key_origin> origin_of(
    const managed_key& which, const std::string& policy
) {
    return std::make_shared<const model::key_origin>(
        which.field.name, which.where, policy, which.severity, which.why
    );
}

}  // namespace

reporter reporter_of(const policy_file& which, base::diagnostics& problems) {
    reporter report(*which.source, problems);
    for (const auto& each : which.layers) report.knows(*each.source);
    return report;
}

std::optional<policy_file> read_policy(
    std::span<const policy_source* const> lineage,
    const catalog::definitions& all,
    const facts& known,
    base::diagnostics& problems
) {
    const auto& root = lineage.front()->root;
    const auto parents = lineage.subspan(1);
    policy_file made;
    made.source = lineage.front()->text;
    for (const auto* each : lineage) made.layers.push_back({each->text, name_of(*each)});
    base::diagnostics found;
    auto report = reporter_of(made, found);
    mapping file(root, "", report);
    expect_word(file, "apiVersion", known_version, report);
    expect_word(file, "kind", known_kind, report);
    if (const auto* metadata = file.any("metadata", presence::required))
        read_metadata(*metadata, made, report);
    if (const auto* spec = file.any("spec", presence::required))
        read_spec(*spec, parents, made, all, known, report);
    const auto* tests = file.any("tests");
    file.close();
    if (tests != nullptr && !report.has_errors()) read_tests(*tests, made, all, report);
    // What a parent is warned of, or noted for, is told where the parent itself is read.
    for (auto& each : found.sorted()) {
        const bool own = !each.where.file || *each.where.file == made.source->file();
        if (own || each.level == base::severity::error) problems.add(std::move(each));
    }
    if (report.has_errors()) return std::nullopt;
    for (auto& step : made.steps)
        for (auto& key : step.with) key.origin = origin_of(key, made.layers[step.layer].name);
    return made;
}

}  // namespace policy
