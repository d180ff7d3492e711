#pragma once

#include "dispatch/ports/progress_port.hpp"

namespace report {

// A progress_port that hears everything and does nothing: whoever tells a run in one way says only
// what he needs to hear.
class listener : public dispatch::progress_port {
public:
    void job_opened(const model::work_item& /*item*/) override {}
    void request_sent(const model::request& /*what*/, base::wall_time /*now*/) override {}
    void request_answered(
        const model::request& /*what*/,
        const model::reply& /*reply*/,
        base::wall_time /*sent*/,
        base::wall_time /*now*/
    ) override {}
    void job_closed(const model::job_result& /*what*/) override {}
    void lane_changed(const dispatch::lane_state& /*now*/) override {}
};

}  // namespace report
