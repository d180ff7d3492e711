#pragma once

#include "dispatch/ports/progress_port.hpp"

#include <vector>

namespace report {

// Tells several what a lane tells one, in the order in which they were added. Owns none of them:
// they must outlive it.
class progress_fan_out final : public dispatch::progress_port {
public:
    void add(dispatch::progress_port& one) { all_.push_back(&one); }

    void job_opened(const model::work_item& item) override;
    void request_sent(const model::request& what, base::wall_time now) override;
    void request_answered(
        const model::request& what,
        const model::reply& reply,
        base::wall_time sent,
        base::wall_time now
    ) override;
    void job_closed(const model::job_result& what) override;
    void lane_changed(const dispatch::lane_state& now) override;

private:
    std::vector<dispatch::progress_port*> all_;
};

}  // namespace report
