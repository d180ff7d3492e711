#pragma once

#include "catalog/values.hpp"
#include "model/value.hpp"

#include <expected>

namespace catalog {

// The id of a calendar (the portal calls it a section) inside settings. It is stored as whatever
// was sent, so "none" has many faces: false, "false", "", 0, "0" and null.

bool is_unset_section(const model::value& given);

// Decimal text, or false for "none", which is what the portal itself answers.
std::expected<model::value, misfit> normal_section_id(const model::value& given);
bool same_section_id(const model::value& wanted, const model::value& seen);

// The map of default calendars: user{id} or group{id} -> section id. PHP shows an empty map as [].
std::expected<model::value, misfit> normal_section_map(const model::value& given);
bool same_section_map(const model::value& wanted, const model::value& seen);

}  // namespace catalog
