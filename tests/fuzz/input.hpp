#pragma once

#include "base/diagnostic.hpp"
#include "document/utf8.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

// What every harness does with an input, and what it holds a reader to.
namespace fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

// A broken promise ends the process, so that it counts as a crash.
inline void expect(bool holds) {
    if (!holds) std::abort();
}

// Every problem can be printed: it says something, in UTF-8 and without control characters, and not
// too much of it.
inline void expect_printable(const base::diagnostics& problems) {
    constexpr std::size_t longest_message = 4096;
    for (const auto& each : problems.sorted()) {
        expect(!each.code.empty() && !each.message.empty());
        const auto text = base::to_text(each);
        expect(text.size() <= longest_message);
        expect(!document::first_bad_utf8(text));
        for (const auto c : text) {
            const auto byte = static_cast<unsigned char>(c);
            expect(byte >= 0x20 || c == '\n' || c == '\t');
            expect(byte != 0x7F);
        }
    }
}

}  // namespace fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
