#pragma once

#include "base/result.hpp"
#include "model/job.hpp"

#include <optional>

namespace dispatch {

// Where a lane pulls its jobs from, one at a time, when it has room for one.
class job_source {
public:
    virtual ~job_source() = default;

    // The next job; nothing = there are no more.
    virtual base::result<std::optional<model::work_item>> next() = 0;
};

}  // namespace dispatch
