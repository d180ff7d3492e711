#pragma once

#include "report/painter.hpp"
#include "report/reasons.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace report {

// A titled block with every reason, how many users it met, who some of them are, what to do and
// what to type. "" where there is no reason.
std::string reason_section(
    std::string_view title, const std::vector<reason_group>& groups, const painter& paint
);

// Names one after the other, for a terminal: "a, b, c".
std::string names_text(const std::vector<std::string>& names);

// "17 ann@acme.example, 18 bob@acme.example and 12 more": some of `count` users.
std::string some_of(const std::vector<std::string>& samples, std::uint64_t count);

}  // namespace report
