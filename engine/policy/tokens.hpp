#pragma once

#include "model/value.hpp"
#include "policy/fault.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace policy {

enum class token_kind {
    end,
    name,    // also the words and, or, not, in, matches, true, false, null
    number,  // literal holds it
    text,    // literal holds it
    dot,
    comma,
    open_parenthesis,
    close_parenthesis,
    open_bracket,
    close_bracket,
    close_brace,
    equal,
    not_equal,
    less,
    at_most,
    greater,
    at_least,
    otherwise,
};

struct token {
    token_kind kind = token_kind::end;
    std::uint32_t at = 0;    // of its first byte
    std::uint32_t size = 0;  // in bytes
    std::string_view word;   // as written
    model::value literal;
};

// The token that begins at or after `from`; spaces and line ends before it are skipped.
std::expected<token, fault> next_token(std::string_view text, std::size_t from);

// "'user'", "the end": for messages.
std::string describe(const token& which);

}  // namespace policy
