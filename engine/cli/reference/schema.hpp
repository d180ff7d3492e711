#pragma once

#include "catalog/definitions.hpp"
#include "model/value.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace cli {

// The files a user writes.
enum class schema_kind { policy, config, roster, exceptions, catalog, mapping };

inline constexpr std::array<std::string_view, 6> schema_names{
    "policy", "config", "roster", "exceptions", "catalog", "mapping"
};

std::optional<schema_kind> schema_named(std::string_view name);

// The draft-07 JSON Schema of such a file. A policy's lists the resources and methods of `all` with
// their fields. It checks shapes; what needs more than one place of a file (names, placeholders,
// limits of a plan) is checked by `muster validate` alone.
model::object schema_of(schema_kind kind, const catalog::definitions& all);

}  // namespace cli
