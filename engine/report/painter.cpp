#include "report/painter.hpp"

#include <fmt/format.h>

#include <array>

namespace report {

std::string painter::operator()(style which, std::string_view text) const {
    if (how_ == colors::off) return std::string(text);
    constexpr std::array<std::string_view, 5> codes{"1", "32", "31;1", "33", "2"};
    return fmt::format("\x1b[{}m{}\x1b[0m", codes.at(static_cast<std::size_t>(which)), text);
}

}  // namespace report
