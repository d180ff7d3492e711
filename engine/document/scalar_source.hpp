#pragma once

#include "document/node.hpp"
#include "document/stand_in.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace document {

// Looks at how something is written, where the parser's events do not tell or let pass what is no
// YAML. Offsets count from the beginning of `text`.

// How the scalar at `offset` is written, behind its tag and anchor.
struct written_scalar {
    scalar_style style = scalar_style::plain;
    std::size_t start = 0;  // of the scalar itself
    quotes around = quotes::other;
    bool unterminated = false;  // a quote opens there and none closes it
};
written_scalar written_at(std::string_view text, std::size_t offset, std::string_view value);

// The word for "nothing" that is written at `offset` ("~", "null" ...), or "" when the place was
// left empty and something else begins there.
std::string null_word_at(std::string_view text, std::size_t offset);

// The last character before `offset` that is no blank, no line end and in no line of comment: where
// something is missing.
std::size_t last_mark_before(std::string_view text, std::size_t offset);

// A tab in the indentation of a plain scalar's second or later line.
std::optional<std::size_t> tab_inside_plain(
    std::string_view text, std::size_t offset, std::string_view value
);

// Does a line before `offset`, or the one that begins there, say "---" or "..."?
bool has_document_marker(std::string_view text, std::size_t offset);

inline constexpr std::string_view about_tab =
    "a tab stands in the indentation; YAML is indented with spaces only";
inline constexpr std::string_view tab_advice = "replace the tab by spaces";

}  // namespace document
