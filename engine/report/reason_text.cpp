#include "report/reason_text.hpp"

#include "report/characters.hpp"
#include "report/escaping.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

namespace report {

namespace {

std::string code_text(const reason_group& group) {
    return group.code.empty() ? "(no code)" : terminal_text(group.code);
}

void append_detail(std::string& out, std::string_view name, const std::string& text) {
    if (!text.empty()) fmt::format_to(std::back_inserter(out), "    {:<8}{}\n", name, text);
}

}  // namespace

std::string names_text(const std::vector<std::string>& names) {
    return terminal_text(fmt::format("{}", fmt::join(names, ", ")));
}

std::string some_of(const std::vector<std::string>& samples, std::uint64_t count) {
    auto text = names_text(samples);
    if (count > samples.size()) text += fmt::format(" and {} more", count - samples.size());
    return text;
}

std::string reason_section(
    std::string_view title, const std::vector<reason_group>& groups, const painter& paint
) {
    if (groups.empty()) return {};
    std::size_t code_columns = 0;
    std::uint64_t most = 0;
    for (const auto& group : groups) {
        code_columns = std::max(code_columns, columns_of(code_text(group)));
        most = std::max(most, group.users);
    }
    auto out = fmt::format("\n{}\n", paint(style::heading, title));
    for (const auto& group : groups) {
        const auto head = fmt::format(
            "  {}  {:>{}} {:<5}",
            paint(style::bad, padded(code_text(group), code_columns)),
            group.users,
            std::to_string(most).size(),
            group.users == 1 ? "user" : "users"
        );
        const auto text = terminal_text(group.text);
        out += text.empty() ? head + '\n' : fmt::format("{}  {}\n", head, text);
        append_detail(out, "users", some_of(group.samples, group.users));
        append_detail(out, "at", names_text(group.targets));
        append_detail(out, "advice", terminal_text(group.advice));
        append_detail(out, "next", terminal_text(group.next_command));
    }
    return out;
}

}  // namespace report
