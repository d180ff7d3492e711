#include "base/glob.hpp"

#include <cstddef>

namespace base {
namespace {

bool is_escape(std::string_view pattern, std::size_t at) {
    if (pattern[at] != '\\' || at + 1 == pattern.size()) return false;
    const auto next = pattern[at + 1];
    return next == '*' || next == '?' || next == '\\';
}

bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// Behind the character (of one to four bytes) that begins at `at`.
std::size_t behind_character(std::string_view text, std::size_t at) {
    ++at;
    while (at < text.size() && is_continuation(text[at])) ++at;
    return at;
}

// Two places that move together: in the pattern and in the text.
struct place {
    std::size_t pattern = 0;
    std::size_t text = 0;
};

// Moves both over one literal character or `?`; false when they do not fit.
bool step_over(std::string_view text, std::string_view pattern, place& at) {
    if (at.pattern == pattern.size()) return false;
    if (pattern[at.pattern] == '?') {
        ++at.pattern;
        at.text = behind_character(text, at.text);
        return true;
    }
    const auto escape = is_escape(pattern, at.pattern) ? std::size_t{1} : std::size_t{0};
    if (pattern[at.pattern + escape] != text[at.text]) return false;
    at.pattern += escape + 1;
    ++at.text;
    return true;
}

}  // namespace

bool is_glob(std::string_view pattern) {
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (is_escape(pattern, at))
            ++at;
        else if (pattern[at] == '*' || pattern[at] == '?')
            return true;
    }
    return false;
}

// Only the last star ever has to be tried again, so the work is at most text times pattern.
bool matches_glob(std::string_view text, std::string_view pattern) {
    place now;
    place star{std::string_view::npos, 0};
    while (now.text < text.size()) {
        if (now.pattern < pattern.size() && pattern[now.pattern] == '*') {
            star = {now.pattern, now.text};
            ++now.pattern;
            continue;
        }
        if (step_over(text, pattern, now)) continue;
        if (star.pattern == std::string_view::npos) return false;
        star.text = behind_character(text, star.text);
        now = {star.pattern + 1, star.text};
    }
    while (now.pattern < pattern.size() && pattern[now.pattern] == '*') ++now.pattern;
    return now.pattern == pattern.size();
}

}  // namespace base
