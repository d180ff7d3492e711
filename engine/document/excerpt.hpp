#pragma once

#include "base/source_pos.hpp"

#include <string>
#include <string_view>

namespace document {

// What a message may show of a user's file. Files hold secrets now and then, where they should not:
// the code of a webhook address (`/rest/17/CODE/`) is never shown but as stars of the same length,
// so that columns stay right.

// A line for the caret of a diagnostic; one that is too long to show is cut, one whose `column`
// lies beyond the cut is not shown at all ("").
std::string shown_line(std::string_view line, std::uint32_t column);

// A word or value of the user's in single quotes, short enough for one line, control characters
// replaced.
std::string in_quotes(std::string_view text);

// The line at `where`, read again from the file, ready to show. "" when there is no column to point
// at, no such line, or no such file (a text that came from elsewhere). Only for messages: it opens
// the file.
std::string line_at(const base::source_pos& where);

}  // namespace document
