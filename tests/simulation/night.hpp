#pragma once

#include "simulation/scenario.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace simulation {

struct verdict {
    std::vector<std::string> broken;  // invariants, in words; empty = all of them held
    std::uint64_t trace = 0;          // of all that was sent and answered
    std::uint64_t requests = 0;
    std::uint64_t users = 0;
};

// Lives through a night: a run on every portal at once, on one thread and in virtual time; when it
// dies, it is started again with what its journal held at that moment; and once more at the end,
// when the portals behave. Then everybody has what the policy says, as if nothing had happened.
verdict live_through(const scenario& what);

}  // namespace simulation
