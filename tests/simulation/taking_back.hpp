#pragma once

#include "simulation/place.hpp"
#include "simulation/scenario.hpp"
#include "support/manual_clock.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace simulation {

// The morning after a night, on one portal: people change what they have, a run sets it right,
// somebody changes a tenth of it again, and the run is taken back. Gives what must not be then:
// what nobody has changed since is as before the run, bit for bit; what somebody has is as he left
// it, and listed; what the run made is gone only if that was asked for and nobody changed it.
// `journal`: nobody has it open.
std::vector<std::string> take_back(
    place& where,
    const rollback_scene& how,
    support::manual_clock& clock,
    const std::filesystem::path& journal,
    std::uint64_t seed
);

}  // namespace simulation
