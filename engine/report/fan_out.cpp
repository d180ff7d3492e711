#include "report/fan_out.hpp"

namespace report {

void progress_fan_out::job_opened(const model::work_item& item) {
    for (auto* each : all_) each->job_opened(item);
}

void progress_fan_out::request_sent(const model::request& what, base::wall_time now) {
    for (auto* each : all_) each->request_sent(what, now);
}

void progress_fan_out::request_answered(
    const model::request& what, const model::reply& reply, base::wall_time sent, base::wall_time now
) {
    for (auto* each : all_) each->request_answered(what, reply, sent, now);
}

void progress_fan_out::job_closed(const model::job_result& what) {
    for (auto* each : all_) each->job_closed(what);
}

void progress_fan_out::lane_changed(const dispatch::lane_state& now) {
    for (auto* each : all_) each->lane_changed(now);
}

}  // namespace report
