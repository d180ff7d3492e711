#include "report/painter.hpp"

#include <fmt/format.h>

#include <array>

namespace report {

style style_of(model::user_outcome what) {
    switch (what) {
        case model::user_outcome::changed:
        case model::user_outcome::differs:
            return style::good;
        case model::user_outcome::failed:
            return style::bad;
        case model::user_outcome::unknown:
        case model::user_outcome::blocked:
            return style::doubtful;
        default:
            return style::quiet;
    }
}

std::string painter::operator()(style which, std::string_view text) const {
    if (how_ == colors::off) return std::string(text);
    constexpr std::array<std::string_view, 5> codes{"1", "32", "31;1", "33", "2"};
    return fmt::format("\x1b[{}m{}\x1b[0m", codes.at(static_cast<std::size_t>(which)), text);
}

}  // namespace report
