#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace pacing {

// How large a wave is to be: so many users, or a part of all that are selected.
struct wave_size {
    enum class unit { users, percent };
    double amount = 0;  // above 0: whole for users, up to 100 for percent
    unit of = unit::users;
};

// How many users each wave has when `selected` are to be done: one after the other, until nobody is
// left. A part is rounded down, and is one user at the least. Whom the list leaves over are a last
// wave of their own. Empty where nothing is asked for or nobody is selected.
std::vector<std::uint64_t> sizes_of(std::span<const wave_size> asked, std::uint64_t selected);

// Which wave a run is in, and whether it has all its users. Without sizes everybody is one wave.
// Pure.
class waves {
public:
    explicit waves(std::vector<std::uint64_t> sizes) : sizes_(std::move(sizes)) {}

    // Nobody more belongs to the present wave. The last one is never full: it takes whoever is
    // left, however many were expected.
    [[nodiscard]] bool is_full() const noexcept;
    // One more user belongs to it. Precondition: not is_full().
    void take_on() noexcept { ++taken_on_; }
    // The next one begins. Precondition: is_full().
    void advance() noexcept;

    // The present one, counted from 1, and all of them.
    [[nodiscard]] std::size_t number() const noexcept { return at_ + 1; }
    [[nodiscard]] std::size_t count() const noexcept { return sizes_.empty() ? 1 : sizes_.size(); }
    // Users of the present one; 0 = not known.
    [[nodiscard]] std::uint64_t size() const noexcept { return sizes_.empty() ? 0 : sizes_[at_]; }

private:
    std::vector<std::uint64_t> sizes_;
    std::size_t at_ = 0;
    std::uint64_t taken_on_ = 0;  // of the present one
};

}  // namespace pacing
