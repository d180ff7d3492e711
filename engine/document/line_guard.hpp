#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace document {

// A line that the parser must not see.
struct line_excess {
    enum class what { brackets, values };
    what of = what::brackets;
    std::size_t offset = 0;
};

// While a bracket may still turn out to begin a key, yaml-cpp keeps every token of its line:
// sixteen million '[' in one line cost it half a minute and gigabytes, before it tells us of the
// first. So a line may hold only so many brackets that it does not close, and so many commas.
// Counted without regard to quotes, hence generous.
std::optional<line_excess> first_excess(
    std::string_view text, std::size_t open_brackets, std::size_t commas
);

}  // namespace document
