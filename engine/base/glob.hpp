#pragma once

#include <string_view>

namespace base {

// Whether the pattern has a `*` or a `?` that is not taken literally.
bool is_glob(std::string_view pattern);

// `*` stands for any text, `?` for one character, and a backslash before one of them (or before
// another backslash) takes it literally. The whole text has to fit; upper and lower case differ.
bool matches_glob(std::string_view text, std::string_view pattern);

}  // namespace base
