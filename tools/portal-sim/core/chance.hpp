#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

namespace portal_sim {

// The only source of randomness: the same seed gives the same portal and the same faults, with
// every standard library (its distributions are not used, for they differ).
class chance {
public:
    explicit chance(std::uint64_t seed) : engine_(seed) {}

    // A number below `bound`; the bias of the remainder does not matter here.
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(engine_() % bound); }

    // True with this probability; draws nothing when the answer is certain.
    bool happens(double probability);

    // Lower-case letters and digits, as the portal's codes are made of.
    std::string code(std::size_t length);

private:
    std::mt19937_64 engine_;
};

}  // namespace portal_sim
