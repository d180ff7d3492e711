#include "portal/wire/percent_encoding.hpp"

#include <array>
#include <cstddef>

namespace portal {

namespace {

constexpr std::array<bool, 256> unreserved_bytes() {
    std::array<bool, 256> table{};
    for (std::size_t c = '0'; c <= '9'; ++c) table[c] = true;
    for (std::size_t c = 'A'; c <= 'Z'; ++c) table[c] = true;
    for (std::size_t c = 'a'; c <= 'z'; ++c) table[c] = true;
    for (const char c : {'-', '_', '.', '~'}) table[static_cast<unsigned char>(c)] = true;
    return table;
}

constexpr auto unreserved = unreserved_bytes();

}  // namespace

void append_percent_encoded(std::string& out, std::string_view text) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (unreserved[byte]) {
            out.push_back(c);
        } else {
            out.push_back('%');
            out.push_back(digits[byte >> 4U]);
            out.push_back(digits[byte & 0x0FU]);
        }
    }
}

}  // namespace portal
