#pragma once

#include "catalog/definition.hpp"
#include "catalog/values.hpp"

#include <expected>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace catalog {

// The field that a policy means by `key`: one of a resource's fields or a method's parameters. The
// misfit says that there is none of that name (and which may be meant) or that the portal lets
// nobody set it. The pointer is into `fields`.
std::expected<const field*, misfit> check_key(
    const std::vector<field>& fields, std::string_view key
);

// Why this version cannot call the method at all; nothing when it can.
std::optional<misfit> unsupported(const method& which);

// The required fields that are not there, in the catalog's order; `is_given` is asked by name.
std::vector<const field*> missing_fields(
    const std::vector<field>& fields, const std::function<bool(std::string_view)>& is_given
);

}  // namespace catalog
