#pragma once

#include <string>
#include <string_view>

// How a text from outside is written into each kind of report. Rosters and portals are hostile:
// whatever a name, a setting or an error message holds must arrive as text and do nothing. All of
// these take any bytes and give valid UTF-8.
namespace report {

// For element content and attribute values in quotes alike. Controls become U+FFFD.
std::string html_text(std::string_view text);

// The same for XML 1.0: characters that it does not allow are removed, line breaks survive.
std::string xml_text(std::string_view text);

// One cell of RFC 4180, quoted where needed. A cell that a spreadsheet would take for a formula
// (it starts with = + - @ tab, CR or LF) is guarded with a leading apostrophe. Controls other than
// white space become U+FFFD.
std::string csv_cell(std::string_view text);

// One line for a terminal: nothing in it moves the cursor, changes a colour or starts a new line.
std::string terminal_text(std::string_view text);

// One line of Markdown in which nothing is markup: safe in a table's cell.
std::string markdown_text(std::string_view text);

}  // namespace report
