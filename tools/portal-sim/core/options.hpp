#pragma once

#include "portal-sim/core/message.hpp"
#include "portal-sim/core/switches.hpp"

#include <cstdint>
#include <string>

namespace portal_sim {

struct portal_options {
    std::size_t users = 20;  // besides the admin, who is user 1
    std::uint64_t seed = 1;
    std::string name = "portal-sim";
    std::string url = "https://localhost/";  // how clients reach it
    time_point founded{};                    // dates what exists from the beginning
    switches rules;
};

}  // namespace portal_sim
