#include "base/sha256.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace base {

namespace {

constexpr std::array<std::uint32_t, 64> round_constants{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
};

std::uint32_t word_at(const unsigned char* bytes) {
    return std::uint32_t{bytes[0]} << 24U | std::uint32_t{bytes[1]} << 16U |
           std::uint32_t{bytes[2]} << 8U | std::uint32_t{bytes[3]};
}

// The block's sixteen words and those that are made of them.
std::array<std::uint32_t, 64> schedule_of(const unsigned char* block) {
    std::array<std::uint32_t, 64> words{};
    for (std::size_t i = 0; i < 16; ++i) words[i] = word_at(block + 4 * i);
    for (std::size_t i = 16; i < words.size(); ++i) {
        const auto early = words[i - 15];
        const auto late = words[i - 2];
        const auto low = std::rotr(early, 7) ^ std::rotr(early, 18) ^ (early >> 3U);
        const auto high = std::rotr(late, 17) ^ std::rotr(late, 19) ^ (late >> 10U);
        words[i] = words[i - 16] + low + words[i - 7] + high;
    }
    return words;
}

}  // namespace

void sha256::digest(const unsigned char* block) {
    const auto words = schedule_of(block);
    auto [a, b, c, d, e, f, g, h] = state_;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto sum_e = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
        const auto chosen = (e & f) ^ (~e & g);
        const auto first = h + sum_e + chosen + round_constants[i] + words[i];
        const auto sum_a = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
        const auto most = (a & b) ^ (a & c) ^ (b & c);
        h = g;
        g = f;
        f = e;
        e = d + first;
        d = c;
        c = b;
        b = a;
        a = first + sum_a + most;
    }
    const std::array<std::uint32_t, 8> after{a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < state_.size(); ++i) state_[i] += after[i];
}

void sha256::add(std::string_view bytes) {
    length_ += bytes.size();
    while (!bytes.empty()) {
        if (pending_ == 0 && bytes.size() >= block_size) {
            digest(reinterpret_cast<const unsigned char*>(bytes.data()));
            bytes.remove_prefix(block_size);
            continue;
        }
        const auto taken = std::min(block_size - pending_, bytes.size());
        std::memcpy(rest_.data() + pending_, bytes.data(), taken);
        bytes.remove_prefix(taken);
        pending_ += taken;
        if (pending_ != block_size) continue;
        digest(rest_.data());
        pending_ = 0;
    }
}

// A bit that is set, nothing, and the length in bits at the end of a block.
void sha256::pad() {
    const auto bits = length_ * 8;
    add(std::string_view("\x80", 1));
    while (pending_ != block_size - 8) add(std::string_view("\0", 1));
    std::array<char, 8> length{};
    for (std::size_t i = 0; i < length.size(); ++i)
        length[i] = static_cast<char>(bits >> (8 * (length.size() - 1 - i)) & 0xFFU);
    add({length.data(), length.size()});
}

std::string sha256::hex() const {
    auto ended = *this;
    ended.pad();
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const auto word : ended.state_)
        for (int shift = 28; shift >= 0; shift -= 4) text += digits[word >> shift & 0xFU];
    return text;
}

std::string sha256_of(std::string_view bytes) {
    sha256 hash;
    hash.add(bytes);
    return hash.hex();
}

bool is_sha256(std::string_view text) {
    return text.size() == 64 &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace base
