#include "cli/reference/schema.hpp"

#include "cli/reference/schema_parts.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace cli {

namespace {

model::object body_of(schema_kind kind, const catalog::definitions& all) {
    switch (kind) {
        case schema_kind::policy:
            return policy_schema(all);
        case schema_kind::config:
            return config_schema();
        case schema_kind::roster:
            return roster_schema();
        case schema_kind::exceptions:
            return exceptions_schema();
        case schema_kind::catalog:
            return catalog_schema();
        case schema_kind::mapping:
            return mapping_schema();
    }
    return {};
}

}  // namespace

std::optional<schema_kind> schema_named(std::string_view name) {
    const auto at = std::ranges::find(schema_names, name);
    if (at == schema_names.end()) return std::nullopt;
    return static_cast<schema_kind>(at - schema_names.begin());
}

model::object schema_of(schema_kind kind, const catalog::definitions& all) {
    const auto name = std::string(schema_names[static_cast<std::size_t>(kind)]);
    model::object made{
        {"$schema", "http://json-schema.org/draft-07/schema#"},
        {"title", "Muster: " + name + " (muster/v1)"},
    };
    for (auto& entry : body_of(kind, all)) made[entry.key()] = std::move(entry.value());
    return made;
}

}  // namespace cli
