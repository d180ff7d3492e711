#pragma once

#include <string_view>

namespace portal {

// Whether `text` is well-formed UTF-8 (no overlong forms, no surrogates). The portal takes a JSON
// body with bad UTF-8 for one without parameters, so such a text must never be sent.
bool is_utf8(std::string_view text) noexcept;

}  // namespace portal
