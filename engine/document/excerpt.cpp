#include "document/excerpt.hpp"

#include "document/utf8.hpp"

#include <cstddef>
#include <cstdint>
#include <fstream>

namespace document {
namespace {

constexpr std::size_t longest_line = 200;
constexpr std::size_t longest_quote = 60;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_of_code(char c) {
    return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           c == '-' || c == '%';
}

std::string without_codes(std::string_view line) {
    constexpr std::string_view before = "/rest/";
    std::string shown(line);
    for (auto at = shown.find(before); at != std::string::npos; at = shown.find(before, at)) {
        at += before.size();
        while (at < shown.size() && is_digit(shown[at])) ++at;
        if (at >= shown.size() || shown[at] != '/') continue;
        ++at;
        for (auto end = at; end < shown.size() && is_of_code(shown[end]); ++end) shown[end] = '*';
    }
    return shown;
}

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
}

}  // namespace

std::string shown_line(std::string_view line, std::uint32_t column) {
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (column > longest_line || first_bad_utf8(line)) return {};
    auto shown = without_codes(line);
    for (auto& c : shown) {
        if (is_control(c) && c != '\t') c = '?';
    }
    if (shown.size() <= longest_line) return shown;
    return std::string(cut_utf8(shown, longest_line)) + "...";
}

std::string in_quotes(std::string_view text) {
    if (first_bad_utf8(text)) return "'...'";
    auto shown = without_codes(text);
    for (auto& c : shown) {
        if (is_control(c)) c = ' ';
    }
    if (shown.size() > longest_quote) shown = std::string(cut_utf8(shown, longest_quote)) + "...";
    return "'" + shown + "'";
}

std::string line_at(const base::source_pos& where) {
    if (!where.file || where.line == 0 || where.column == 0) return {};
    std::ifstream in(*where.file, std::ios::binary);
    std::string line;
    for (std::uint32_t number = 0; number < where.line; ++number) {
        if (!std::getline(in, line)) return {};
    }
    // Columns count without a byte order mark, as the reader took it off.
    if (where.line == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
    return shown_line(line, where.column);
}

}  // namespace document
