#include "document/core_schema.hpp"

#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>
#include <system_error>

namespace document {
namespace {

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
    for (const auto word : words) {
        if (text == word) return true;
    }
    return false;
}

std::size_t digits_at(std::string_view text, std::size_t from) {
    auto at = from;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at - from;
}

std::string_view without_sign(std::string_view text) {
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
    return text;
}

bool has_superfluous_zero(std::string_view unsigned_text) {
    return unsigned_text.size() > 1 && unsigned_text[0] == '0' && digits_at(unsigned_text, 1) > 0;
}

// [0-9]+
bool is_decimal(std::string_view unsigned_text) {
    return !unsigned_text.empty() && digits_at(unsigned_text, 0) == unsigned_text.size();
}

// ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
bool is_float(std::string_view unsigned_text) {
    const auto whole = digits_at(unsigned_text, 0);
    auto at = whole;
    if (at < unsigned_text.size() && unsigned_text[at] == '.') {
        const auto fraction = digits_at(unsigned_text, at + 1);
        if (whole == 0 && fraction == 0) return false;
        at += 1 + fraction;
    } else if (whole == 0) {
        return false;
    }
    if (at == unsigned_text.size()) return true;
    if (unsigned_text[at] != 'e' && unsigned_text[at] != 'E') return false;
    const auto exponent = without_sign(unsigned_text.substr(at + 1));
    return is_decimal(exponent);
}

typing as_integer(node& scalar, std::string_view digits, int number_base) {
    // from_chars takes a minus but no plus.
    if (digits.front() == '+') digits.remove_prefix(1);
    const auto* end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, scalar.integer, number_base);
    if (read.ec == std::errc::result_out_of_range) return typing::out_of_range;
    scalar.kind = node_kind::integer;
    scalar.real = static_cast<double>(scalar.integer);
    return typing::done;
}

typing as_real(node& scalar) {
    std::string_view digits = scalar.text;
    if (digits.front() == '+') digits.remove_prefix(1);
    const auto* end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, scalar.real);
    if (read.ec == std::errc::result_out_of_range) return typing::out_of_range;
    scalar.kind = node_kind::real;
    return typing::done;
}

bool is_based(std::string_view text, std::string_view prefix, std::string_view digits) {
    return text.size() > prefix.size() && text.starts_with(prefix) &&
           text.find_first_not_of(digits, prefix.size()) == std::string_view::npos;
}

// .inf with a sign or none, .nan without.
bool resolve_special(node& scalar) {
    const auto body = without_sign(scalar.text);
    if (is_one_of(body, {".inf", ".Inf", ".INF"})) {
        scalar.real = std::numeric_limits<double>::infinity();
        if (scalar.text.front() == '-') scalar.real = -scalar.real;
    } else if (is_one_of(scalar.text, {".nan", ".NaN", ".NAN"})) {
        scalar.real = std::numeric_limits<double>::quiet_NaN();
    } else {
        return false;
    }
    scalar.kind = node_kind::real;
    return true;
}

}  // namespace

typing resolve_plain(node& scalar) {
    const std::string_view text = scalar.text;
    scalar.kind = node_kind::text;
    if (is_one_of(text, {"", "~", "null", "Null", "NULL"})) {
        scalar.kind = node_kind::null;
    } else if (is_one_of(text, {"true", "True", "TRUE", "false", "False", "FALSE"})) {
        scalar.kind = node_kind::boolean;
        scalar.boolean = text.front() == 't' || text.front() == 'T';
    } else if (is_based(text, "0o", "01234567")) {
        return as_integer(scalar, text.substr(2), 8);
    } else if (is_based(text, "0x", "0123456789abcdefABCDEF")) {
        return as_integer(scalar, text.substr(2), 16);
    } else if (resolve_special(scalar) || has_superfluous_zero(without_sign(text))) {
        return typing::done;
    } else if (is_decimal(without_sign(text))) {
        return as_integer(scalar, text, 10);
    } else if (is_float(without_sign(text))) {
        return as_real(scalar);
    }
    return typing::done;
}

}  // namespace document
