#pragma once

#include "catalog/definition.hpp"

#include <cstddef>
#include <string>

namespace migration {

// What the texts of several policies have in common.

// "one person", "12 people".
std::string people(std::size_t count);
// The condition that the roster has something in this column.
std::string is_given(const std::string& column);
// The placeholder for what it has there.
std::string from_roster(const std::string& column);
// A name as a column may be called.
std::string with_underscores(std::string text);
// How the items of a collection are called in columns: "calendar", and a number behind it.
std::string short_name(const catalog::resource& of);

}  // namespace migration
