#pragma once

#include "cli/options.hpp"
#include "cli/workspace.hpp"
#include "dispatch/lane.hpp"

#include <cstdint>

namespace cli {

// How the portal's lane works, after the files and the flags. `seed`: of all its jitter.
dispatch::lane_options lane_of(const options& given, const workspace& files, std::uint64_t seed);

// How many jobs it takes on in advance; to be said again when it gets other connections.
void see_ahead(dispatch::lane_options& into, const workspace& files);

}  // namespace cli
