#pragma once

#include "model/job.hpp"

#include <string>

namespace run {

// The name under which a once-per-user step is remembered: its target, its id and a fingerprint of
// its parameters, so that a changed message counts as another one. Stable across runs, machines and
// versions.
std::string once_key(const model::step& which);

}  // namespace run
