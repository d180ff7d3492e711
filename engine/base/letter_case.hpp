#pragma once

#include <string>
#include <string_view>

namespace base {

// The text in small or in capital letters: ASCII, the accented Latin letters, Greek and Cyrillic.
// Letters whose counterpart has another length in UTF-8 (ß among them) stay as they are.
std::string lower_case(std::string_view text);
std::string upper_case(std::string_view text);

}  // namespace base
