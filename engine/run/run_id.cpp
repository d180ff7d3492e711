#include "run/run_id.hpp"

#include <fmt/format.h>

#include <string>

namespace run {

model::run_id make_run_id(base::wall_time started, std::uint64_t seed) {
    std::string stamp;
    for (const char each : base::to_rfc3339(started).substr(0, 19))
        if (each != '-' && each != ':') stamp += each;
    return model::run_id(fmt::format("{}Z-{:06x}", stamp, seed & 0xFFFFFFU));
}

}  // namespace run
