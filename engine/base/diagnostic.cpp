#include "base/diagnostic.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <tuple>
#include <utility>

namespace base {

void diagnostics::add(diagnostic what) {
    if (what.level == severity::error) ++errors_;
    all_.push_back(std::move(what));
}

void diagnostics::append(const diagnostics& others) {
    for (const auto& each : others.all_) add(each);
}

// Not std::stable_sort: the one of this standard library asks for deprecated memory. The index does
// as well.
std::vector<diagnostic> diagnostics::sorted() const {
    static const std::string none;
    const auto place = [this](std::size_t index) {
        const auto& where = all_[index].where;
        return std::tuple<const std::string&, std::uint32_t, std::uint32_t, std::size_t>(
            where.file ? *where.file : none, where.line, where.column, index
        );
    };
    std::vector<std::size_t> order(all_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return place(a) < place(b);
    });
    std::vector<diagnostic> sorted;
    sorted.reserve(order.size());
    for (const auto index : order) sorted.push_back(all_[index]);
    return sorted;
}

std::string_view to_string(severity level) {
    switch (level) {
        case severity::note:
            return "note";
        case severity::warning:
            return "warning";
        case severity::error:
            return "error";
    }
    return "error";
}

namespace {

// The caret stands below the character of the column; a tab in the line is kept, so that both lines
// indent alike.
std::string caret_below(std::string_view line, std::uint32_t column) {
    std::string pad;
    for (std::size_t i = 0; i + 1 < column && i < line.size(); ++i) {
        const auto byte = static_cast<unsigned char>(line[i]);
        if (byte == '\t')
            pad += '\t';
        else if ((byte & 0xC0U) != 0x80U)
            pad += ' ';
    }
    return pad + '^';
}

// What is quoted of a file may hold anything, also what moves a terminal's cursor or begins a line
// that looks like ours. The marks that take its place are as long, so that columns stay right.
std::string printable(std::string_view text) {
    std::string made(text);
    for (std::size_t i = 0; i < made.size(); ++i) {
        const auto byte = static_cast<unsigned char>(made[i]);
        const auto next = static_cast<unsigned char>(i + 1 < made.size() ? made[i + 1] : '\0');
        if ((byte < 0x20 && byte != '\t') || byte == 0x7F) made[i] = '?';
        if (byte == 0xC2 && next >= 0x80 && next < 0xA0) made[i + 1] = '\xB7';  // U+0080 ... U+009F
    }
    return made;
}

// Cut where a character ends: a key may be as long as its file.
std::string shortened(std::string_view text, std::size_t most) {
    if (text.size() <= most) return printable(text);
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
    return printable(text.substr(0, most)) + "...";
}

constexpr std::size_t longest_message = 1000;
constexpr std::size_t longest_path = 120;

}  // namespace

std::string to_text(const diagnostic& what) {
    auto text = printable(to_string(what.where));
    if (!text.empty()) text += ": ";
    text.append(to_string(what.level))
        .append(": ")
        .append(shortened(what.message, longest_message));
    if (!what.path.empty())
        text.append(" [").append(shortened(what.path, longest_path)).append("]");
    if (!what.line_text.empty() && what.where.column != 0) {
        text.append("\n    ").append(printable(what.line_text));
        text.append("\n    ").append(caret_below(what.line_text, what.where.column));
    }
    if (!what.hint.empty()) text.append("\n  ").append(shortened(what.hint, longest_message));
    return text;
}

}  // namespace base
