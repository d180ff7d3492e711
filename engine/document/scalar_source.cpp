#include "document/scalar_source.hpp"

#include <algorithm>
#include <array>

namespace document {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n';
}

// Behind blanks, line ends, comments, tags and anchors.
std::size_t behind_properties(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        if (is_space(text[at])) {
            ++at;
        } else if (text[at] == '#') {
            at = std::min(text.find('\n', at), text.size());
        } else if (text[at] == '!' || text[at] == '&') {
            at = std::min(text.find_first_of(" \t\n,[]{}", at), text.size());
        } else {
            break;
        }
    }
    return at;
}

bool is_closed(std::string_view text, std::size_t open) {
    const char quote = text[open];
    for (auto at = open + 1; at < text.size(); ++at) {
        if (quote == '"' && text[at] == '\\') {
            ++at;
        } else if (text[at] == quote) {
            const bool doubled = quote == '\'' && at + 1 < text.size() && text[at + 1] == quote;
            if (!doubled) return true;
            ++at;
        }
    }
    return false;
}

}  // namespace

written_scalar written_at(std::string_view text, std::size_t offset, std::string_view value) {
    const auto start = behind_properties(text, offset);
    written_scalar written;
    written.start = start;
    if (start >= text.size()) return written;
    const char first = text[start];
    // An empty value may have nothing written at all; what is found then belongs to the next key.
    if (value.empty() && text.substr(offset, start - offset).contains('\n')) return written;
    if (first == '"' || first == '\'') {
        written.style = scalar_style::quoted;
        if (first == '"') written.around = quotes::doubled;
        written.unterminated = !is_closed(text, start);
    } else if (first == '|' || first == '>') {
        written.style = scalar_style::quoted;
    }
    return written;
}

std::string null_word_at(std::string_view text, std::size_t offset) {
    constexpr std::array<std::string_view, 4> words = {"~", "null", "Null", "NULL"};
    const auto rest = offset < text.size() ? text.substr(offset) : std::string_view();
    for (const auto word : words) {
        if (!rest.starts_with(word)) continue;
        const auto behind = rest.substr(word.size());
        if (!behind.empty() && !is_space(behind.front()) &&
            std::string_view(",]}").find(behind.front()) == std::string_view::npos) {
            continue;
        }
        const auto next = behind.find_first_not_of(" \t");
        const bool is_next_key = next != std::string_view::npos && behind[next] == ':';
        if (!is_next_key) return std::string(word);
    }
    return {};
}

// Looks back no further than a short line is long, so that a line of a million commas is not walked
// a million times.
std::size_t last_mark_before(std::string_view text, std::size_t offset) {
    constexpr std::size_t longest_comment = 256;
    auto before = text.substr(0, offset);
    for (;;) {
        const auto last = before.find_last_not_of(" \t\n");
        if (last == std::string_view::npos) return 0;
        const auto from = last < longest_comment ? 0 : last - longest_comment;
        const auto line_end = before.substr(from, last - from).rfind('\n');
        const auto start = line_end == std::string_view::npos ? from : from + line_end + 1;
        const auto first = before.find_first_not_of(" \t", start);
        if (before[first] != '#' || start == 0) return last;
        before = before.substr(0, start);
    }
}

// The parser gives no end of a scalar. Its value holds the same characters as the text, but for
// blanks and line ends, so both are walked side by side.
std::optional<std::size_t> tab_inside_plain(
    std::string_view text, std::size_t offset, std::string_view value
) {
    auto at = offset;
    for (const char c : value) {
        if (is_space(c)) continue;
        bool in_indentation = false;
        for (; at < text.size() && is_space(text[at]); ++at) {
            if (text[at] == '\n') in_indentation = true;
            if (text[at] == '\t' && in_indentation) return at;
        }
        if (at >= text.size() || text[at] != c) return std::nullopt;
        ++at;
    }
    return std::nullopt;
}

bool has_document_marker(std::string_view text, std::size_t offset) {
    const auto before = text.substr(0, offset);
    return text.substr(before.size()).starts_with("---") || before.starts_with("---") ||
           before.contains("\n---") || before.contains("\n...");
}

}  // namespace document
