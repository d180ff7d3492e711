#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace journal {

// Where what was said stands until it is written: taken piece by piece, given back all at once and
// used again. What one thread says and another one writes would otherwise cost an allocation, and a
// release by the other thread, for every word.
class sheet {
public:
    // What these give stays where it is until wipe() or the end of the sheet.
    std::string_view keep(std::string_view text);

    // Values that are still to be given; their destructor is not called.
    template <class Each>
    std::span<Each> rows(std::size_t count) {
        static_assert(std::is_trivially_destructible_v<Each>);
        static_assert(alignof(Each) <= alignof(std::max_align_t));
        if (count == 0) return {};
        auto* first = reinterpret_cast<Each*>(take(count * sizeof(Each), alignof(Each)));
        std::uninitialized_value_construct_n(first, count);
        return {first, count};
    }

    // Everything on it is gone; the room of an ordinary filling is kept.
    void wipe();

private:
    struct block {
        std::unique_ptr<std::byte[]> room;
        std::size_t size = 0;
    };

    std::byte* take(std::size_t size, std::size_t alignment);

    std::vector<block> blocks_;
    std::size_t full_ = 0;  // blocks before the one at hand
    std::size_t used_ = 0;  // of that one
};

}  // namespace journal
