#include "policy/overrides.hpp"

#include "document/core_schema.hpp"
#include "document/yaml.hpp"

#include <fmt/format.h>

#include <memory>
#include <utility>

namespace policy {
namespace {

base::diagnostic problem(std::string message, std::string hint) {
    base::diagnostic made;
    made.code = "policy.bad-override";
    made.message = std::move(message);
    made.hint = std::move(hint);
    return made;
}

document::node* find(document::node& in, std::string_view key) {
    for (auto& [name, value] : in.entries)
        if (name.text == key) return &value;
    return nullptr;
}

}  // namespace

std::optional<variable_override> read_override(std::string_view text, base::diagnostics& problems) {
    const auto at = text.find('=');
    if (at == std::string_view::npos || at == 0) {
        problems.add(problem(
            fmt::format("'--var {}' does not say which variable becomes what", text),
            "write --var NAME=VALUE"
        ));
        return std::nullopt;
    }
    variable_override made;
    made.name = text.substr(0, at);
    made.value.kind = document::node_kind::text;
    made.value.text = text.substr(at + 1);
    // An empty value is a text without letters, not nothing.
    if (!made.value.text.empty() &&
        document::resolve_plain(made.value) == document::typing::out_of_range) {
        problems.add(problem(fmt::format("the number in '--var {}' is too large", text), ""));
        return std::nullopt;
    }
    made.value.where = {std::make_shared<const std::string>("--var " + made.name), 0, 0};
    return made;
}

std::vector<variable_override> read_overrides(
    const std::filesystem::path& file, base::diagnostics& problems
) {
    std::vector<variable_override> all;
    const auto root = document::read_yaml_file(file, problems, {.bytes = std::size_t{1} << 20U});
    if (!root) return all;
    if (root->kind != document::node_kind::mapping) {
        auto wrong = problem("expected a mapping of variables and their values", "");
        wrong.where = root->where;
        problems.add(std::move(wrong));
        return all;
    }
    for (const auto& [name, value] : root->entries) all.push_back({name.text, value});
    return all;
}

void override_variables(
    document::node& policy, const std::vector<variable_override>& overrides, std::vector<bool>& used
) {
    auto* spec = find(policy, "spec");
    auto* vars = spec == nullptr ? nullptr : find(*spec, "vars");
    if (vars == nullptr) return;
    for (std::size_t i = 0; i < overrides.size(); ++i) {
        auto* value = find(*vars, overrides[i].name);
        if (value == nullptr) continue;
        *value = overrides[i].value;
        used[i] = true;
    }
}

}  // namespace policy
