#include "policy/tokens.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <system_error>
#include <utility>

namespace policy {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Every byte of a character beyond ASCII counts as a letter: a roster's columns may have Cyrillic
// names.
bool begins_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

// There is no subtraction, so that a hyphen can be part of a name, as it often is of a column's.
bool continues_name(char c) {
    return begins_name(c) || is_digit(c) || c == '-';
}

// All bytes of it, so that a message never ends within a letter.
std::string_view character_at(std::string_view text, std::size_t at) {
    auto end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
    return text.substr(at, end - at);
}

struct symbol {
    std::string_view word;
    token_kind kind;
};

// Two characters before one: the first that fits is taken.
constexpr std::array symbols{
    symbol{"==", token_kind::equal},
    symbol{"!=", token_kind::not_equal},
    symbol{"<=", token_kind::at_most},
    symbol{">=", token_kind::at_least},
    symbol{"??", token_kind::otherwise},
    symbol{"<", token_kind::less},
    symbol{">", token_kind::greater},
    symbol{".", token_kind::dot},
    symbol{",", token_kind::comma},
    symbol{"(", token_kind::open_parenthesis},
    symbol{")", token_kind::close_parenthesis},
    symbol{"[", token_kind::open_bracket},
    symbol{"]", token_kind::close_bracket},
    symbol{"}", token_kind::close_brace},
};

struct habit {
    std::string_view written;
    std::string_view meant;
};

// What people bring along from other languages.
constexpr std::array habits{
    habit{"&&", "'and'"},
    habit{"||", "'or'"},
    habit{"=", "'=='"},
    habit{"!", "'not'"},
    habit{"|", "a function, such as lower(user.email)"},
    habit{"?", "'?\?'"},
    habit{"+", "several placeholders in one text, such as \"${user.first} ${user.last}\""},
};

token token_at(token_kind kind, std::string_view text, std::size_t from, std::size_t size) {
    token made;
    made.kind = kind;
    made.at = static_cast<std::uint32_t>(from);
    made.size = static_cast<std::uint32_t>(size);
    made.word = text.substr(from, size);
    return made;
}

std::unexpected<fault> wrong(std::size_t at, std::string message, std::string hint = "") {
    return std::unexpected(fault{fault_kind::syntax, at, std::move(message), std::move(hint)});
}

std::expected<token, fault> name_at(std::string_view text, std::size_t from) {
    auto end = from;
    while (end < text.size() && continues_name(text[end])) ++end;
    return token_at(token_kind::name, text, from, end - from);
}

std::expected<token, fault> number_at(std::string_view text, std::size_t from) {
    auto end = from + 1;
    bool whole = true;
    while (end < text.size() && (is_digit(text[end]) || (whole && text[end] == '.'))) {
        if (text[end] == '.') whole = false;
        ++end;
    }
    if (end < text.size() && continues_name(text[end])) {
        while (end < text.size() && continues_name(text[end])) ++end;
        return wrong(
            from,
            fmt::format("'{}' is neither a number nor a name", text.substr(from, end - from)),
            "put text in quotes"
        );
    }
    auto made = token_at(token_kind::number, text, from, end - from);
    const auto digits = made.word.substr(made.word.front() == '-' ? 1 : 0);
    if (digits.size() > 1 && digits[0] == '0' && digits[1] != '.')
        return wrong(
            from, fmt::format("the number '{}' begins with 0", made.word), "put text in quotes"
        );
    std::int64_t integer = 0;
    double real = 0;
    const auto* first = made.word.data();
    const auto* last = first + made.word.size();
    const auto parsed =
        whole ? std::from_chars(first, last, integer) : std::from_chars(first, last, real);
    if (parsed.ec != std::errc{} || parsed.ptr != last || made.word.back() == '.')
        return wrong(from, fmt::format("'{}' is not a number that fits", made.word));
    if (whole)
        made.literal = integer;
    else
        made.literal = real;
    return made;
}

// `at` is the character after the backslash.
std::expected<char, fault> escaped(std::string_view text, std::size_t at) {
    switch (text[at]) {
        case 'n':
            return '\n';
        case 't':
            return '\t';
        case '\\':
        case '\'':
        case '"':
            return text[at];
        default:
            return wrong(
                at - 1,
                fmt::format("'\\{}' means nothing in a text", character_at(text, at)),
                "known are \\\\ \\' \\\" \\n \\t"
            );
    }
}

std::expected<token, fault> text_at(std::string_view text, std::size_t from) {
    std::string value;
    for (auto at = from + 1; at < text.size(); ++at) {
        if (text[at] == text[from]) {
            auto made = token_at(token_kind::text, text, from, at + 1 - from);
            made.literal = value;
            return made;
        }
        if (text[at] != '\\' || at + 1 == text.size()) {
            value += text[at];
            continue;
        }
        const auto letter = escaped(text, ++at);
        if (!letter) return std::unexpected(letter.error());
        value += *letter;
    }
    return wrong(from, "the text that begins here has no closing quote");
}

}  // namespace

std::expected<token, fault> next_token(std::string_view text, std::size_t from) {
    while (from < text.size() && is_space(text[from])) ++from;
    if (from == text.size()) return token_at(token_kind::end, text, from, 0);
    const auto first = text[from];
    if (begins_name(first)) return name_at(text, from);
    const bool negative = first == '-' && from + 1 < text.size() && is_digit(text[from + 1]);
    if (is_digit(first) || negative) return number_at(text, from);
    if (first == '\'' || first == '"') return text_at(text, from);
    const auto rest = text.substr(from);
    for (const auto& each : symbols) {
        if (rest.starts_with(each.word)) return token_at(each.kind, text, from, each.word.size());
    }
    for (const auto& each : habits) {
        if (!rest.starts_with(each.written)) continue;
        return wrong(
            from,
            fmt::format("'{}' is not an operator here", each.written),
            fmt::format("write {}", each.meant)
        );
    }
    return wrong(
        from, fmt::format("'{}' has no meaning in an expression", character_at(text, from))
    );
}

std::string describe(const token& which) {
    return which.kind == token_kind::end ? "the end" : fmt::format("'{}'", which.word);
}

}  // namespace policy
