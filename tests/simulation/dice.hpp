#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>

namespace simulation {

// All the luck of a night: the same seed, the same throws, on every machine.
class dice {
public:
    explicit dice(std::uint64_t seed) : engine_(seed) {}

    std::uint64_t between(std::uint64_t least, std::uint64_t most) {
        return least + engine_() % (most - least + 1);
    }
    std::int64_t some(std::int64_t least, std::int64_t most) {
        return least +
               static_cast<std::int64_t>(between(0, static_cast<std::uint64_t>(most - least)));
    }
    bool one_in(std::uint64_t count) { return between(1, count) == 1; }
    template <class Choice, std::size_t Count>
    Choice one_of(const std::array<Choice, Count>& from) {
        return from[between(0, Count - 1)];
    }

private:
    std::mt19937_64 engine_;
};

}  // namespace simulation
