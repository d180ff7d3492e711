#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace report {

// One character of a UTF-8 text. What is no valid UTF-8 reads as U+FFFD, one byte at a time, so
// that a hostile text can neither break a file nor hide what follows it.
struct character {
    char32_t code = 0;
    std::size_t bytes = 0;  // of the text that it took
};

inline constexpr char32_t replacement_character = 0xFFFD;

// Precondition: the text is not empty.
character first_character(std::string_view text) noexcept;

// Characters that steer a terminal or a reader's eye instead of showing something: C0 and C1
// controls, line separators, and the marks that reverse the direction of writing.
bool is_control(char32_t code) noexcept;

void append_utf8(std::string& out, char32_t code);

// The text with invalid UTF-8 replaced: what a JSON document may hold.
std::string valid_utf8(std::string_view text);

// How many columns of a terminal the text takes: East Asian wide characters and emoji take two,
// combining marks none.
std::size_t columns_of(std::string_view text) noexcept;

// The text in at most `columns` columns, with "…" at its end where it was cut.
std::string cut_to_columns(std::string_view text, std::size_t columns);

// The text with blanks after it up to `columns` columns; a longer one stays as it is.
std::string padded(std::string_view text, std::size_t columns);

}  // namespace report
