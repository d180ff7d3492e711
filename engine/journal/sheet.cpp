#include "journal/sheet.hpp"

#include <algorithm>

namespace journal {

namespace {

constexpr std::size_t block_size = std::size_t{64} * 1024;
constexpr std::size_t most_blocks_kept = 64;

constexpr std::size_t rounded_up(std::size_t from, std::size_t alignment) {
    return (from + alignment - 1) / alignment * alignment;
}

}  // namespace

std::byte* sheet::take(std::size_t size, std::size_t alignment) {
    for (; full_ < blocks_.size(); ++full_, used_ = 0) {
        auto& at_hand = blocks_[full_];
        const auto from = rounded_up(used_, alignment);
        if (from + size > at_hand.size) continue;
        used_ = from + size;
        return at_hand.room.get() + from;
    }
    const auto wanted = std::max(size, block_size);
    blocks_.push_back({std::make_unique_for_overwrite<std::byte[]>(wanted), wanted});
    used_ = size;
    return blocks_.back().room.get();
}

std::string_view sheet::keep(std::string_view text) {
    if (text.empty()) return {};
    auto* first = reinterpret_cast<char*>(take(text.size(), 1));
    std::ranges::copy(text, first);
    return {first, text.size()};
}

void sheet::wipe() {
    std::erase_if(blocks_, [](const block& each) { return each.size > block_size; });
    if (blocks_.size() > most_blocks_kept) blocks_.resize(most_blocks_kept);
    full_ = 0;
    used_ = 0;
}

}  // namespace journal
