#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace base {

// SHA-256 (FIPS 180-4) of bytes that come piece by piece: tells whether two files say the same. It
// keeps no secret; what has to do with credentials is hashed where they live.
class sha256 {
public:
    void add(std::string_view bytes);

    // 64 hexadecimal digits, of all that was added so far. More may follow.
    [[nodiscard]] std::string hex() const;

private:
    static constexpr std::size_t block_size = 64;

    void digest(const unsigned char* block);
    void pad();

    std::array<std::uint32_t, 8> state_{
        0x6a09e667,
        0xbb67ae85,
        0x3c6ef372,
        0xa54ff53a,
        0x510e527f,
        0x9b05688c,
        0x1f83d9ab,
        0x5be0cd19
    };
    std::array<unsigned char, block_size> rest_{};  // of the last, unfilled block
    std::size_t pending_ = 0;                       // bytes of it
    std::uint64_t length_ = 0;
};

std::string sha256_of(std::string_view bytes);

// Whether a text is what `hex` gives.
bool is_sha256(std::string_view text);

}  // namespace base
