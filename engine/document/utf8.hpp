#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace document {

// The offset of the first byte that is no part of well-formed UTF-8 (an overlong form, a surrogate
// and a code point beyond U+10FFFF are none), or nothing.
std::optional<std::size_t> first_bad_utf8(std::string_view text);

// At most `bytes` of `text`, cut where a character ends. Precondition: `text` is UTF-8.
std::string_view cut_utf8(std::string_view text, std::size_t bytes);

}  // namespace document
