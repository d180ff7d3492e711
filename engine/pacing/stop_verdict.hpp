#pragma once

#include "model/run.hpp"

#include <string>

namespace pacing {

// Why a lane must not go on.
struct stop_verdict {
    model::run_end how = model::run_end::complete;
    std::string why;
};

}  // namespace pacing
