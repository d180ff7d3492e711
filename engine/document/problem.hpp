#pragma once

#include "base/diagnostic.hpp"
#include "document/node.hpp"

#include <string>

namespace document {

// An error at a place of a user's file, with the line to show (read again from the file, so this is
// for errors only).
base::diagnostic problem_at(const base::source_pos& where, std::string code, std::string message);
base::diagnostic problem_at(const node& where, std::string code, std::string message);

// What was found where something else was expected: "text 'abc'", "a list", "nothing".
std::string describe_found(const node& found);

}  // namespace document
