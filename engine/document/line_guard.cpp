#include "document/line_guard.hpp"

namespace document {

std::optional<line_excess> first_excess(
    std::string_view text, std::size_t open_brackets, std::size_t commas
) {
    std::size_t open = 0;
    std::size_t seen = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        switch (text[at]) {
            case '\n':
                open = 0;
                seen = 0;
                break;
            case '[':
            case '{':
                if (++open > open_brackets) return line_excess{line_excess::what::brackets, at};
                break;
            case ']':
            case '}':
                if (open > 0) --open;
                break;
            case ',':
                if (++seen > commas) return line_excess{line_excess::what::values, at};
                break;
            default:
                break;
        }
    }
    return std::nullopt;
}

}  // namespace document
