#pragma once

#include "base/time.hpp"
#include "model/job.hpp"
#include "model/outcome.hpp"
#include "model/reply.hpp"
#include "model/request.hpp"

#include <string>

namespace report {

// events.jsonl: what happened, one JSON object a line, in the order in which it happened. No
// parameter and no result is in it: those are the journal's.
std::string opened_event(const model::work_item& item, base::wall_time when);
std::string answered_event(
    const model::request& what, const model::reply& reply, base::wall_time sent, base::wall_time now
);
std::string closed_event(const model::job_result& what);

}  // namespace report
