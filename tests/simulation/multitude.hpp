#pragma once

#include <cstdint>

namespace simulation {

// What one run on a multitude weighs, in bytes.
struct run_weight {
    std::uint64_t users = 0;    // that it had outcomes for
    std::uint64_t changed = 0;  // of those, told as changed, or as differing
    double memory = 0;          // by which the process grew at the most while the run went on
    double journal = 0;         // on the disk
    double report = 0;
};

struct multitude_weights {
    std::uint64_t users = 0;
    double portal = 0;     // the stand-in portal with all that it will ever hold, in memory
    double plan_file = 0;  // on the disk
    run_weight plan;       // everybody is looked at and written into a plan
    run_weight apply;      // that plan, which changes every twentieth user
    run_weight again;      // the policy once more: everybody is read, and is right
};

// Plans for so many users of one portal, applies the plan, and applies the policy to everybody
// again, in virtual time: lane, wire, journal and plan on the disk and report as in the product.
// The portal is filled before, with what the runs make it remember, so that what the process grows
// by is the runs'. Wants a process of its own.
multitude_weights weigh(std::uint64_t users);

}  // namespace simulation
