#pragma once

#include <string>

namespace document {

// Makes the parser read what it would not: before parsing, single characters are replaced by bytes
// that no UTF-8 holds, so neither the text itself nor an escape in it can bring them about; behind
// it, they are put back. One byte for one, so that every column stays where it was.
//
// - Inside `${...}` what means something to YAML: a placeholder may stand unquoted anywhere.
// - The backslashes of a surrogate pair (`\ud83d\ude00`), which is how JSON escapes what lies
// beyond
//   U+FFFF; yaml-cpp refuses it.
void hide_from_parser(std::string& text);

enum class quotes { other, doubled };  // escapes are escapes only in double quotes

std::string shown_again(std::string scalar, quotes around);

}  // namespace document
