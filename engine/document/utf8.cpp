#include "document/utf8.hpp"

namespace document {
namespace {

// What may follow a first byte: how many bytes, and the range of the second (Unicode 15, table
// 3-7); all later ones are 80..BF.
struct form {
    std::size_t following = 0;
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
};

std::optional<form> form_of(unsigned char first) {
    if (first < 0x80) return form{};
    if (first >= 0xC2 && first <= 0xDF) return form{1};
    if (first == 0xE0) return form{2, 0xA0};
    if (first == 0xED) return form{2, 0x80, 0x9F};
    if (first >= 0xE1 && first <= 0xEF) return form{2};
    if (first == 0xF0) return form{3, 0x90};
    if (first >= 0xF1 && first <= 0xF3) return form{3};
    if (first == 0xF4) return form{3, 0x80, 0x8F};
    return std::nullopt;
}

bool follows(std::string_view rest, const form& expected) {
    if (rest.size() <= expected.following) return false;
    for (std::size_t i = 1; i <= expected.following; ++i) {
        const auto byte = static_cast<unsigned char>(rest[i]);
        const auto low = i == 1 ? expected.low : 0x80;
        const auto high = i == 1 ? expected.high : 0xBF;
        if (byte < low || byte > high) return false;
    }
    return true;
}

}  // namespace

std::optional<std::size_t> first_bad_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto expected = form_of(static_cast<unsigned char>(text[at]));
        if (!expected) return at;
        if (expected->following != 0 && !follows(text.substr(at), *expected)) return at;
        at += expected->following + 1;
    }
    return std::nullopt;
}

std::string_view cut_utf8(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
    return text.substr(0, bytes);
}

}  // namespace document
