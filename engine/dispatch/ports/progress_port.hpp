#pragma once

#include "base/time.hpp"
#include "model/outcome.hpp"
#include "model/reply.hpp"
#include "model/request.hpp"
#include "model/run.hpp"

#include <cstdint>
#include <string>

namespace dispatch {

// What a lane is waiting for. portal: it does not answer, and is tried again in a while.
enum class waiting_for { nothing, rate_limit, replies, backoff, budget, pause, portal };

// A look at a lane in mid-run.
struct lane_state {
    waiting_for what = waiting_for::nothing;
    base::duration remaining{};      // until it goes on, as far as known
    double requests_per_second = 0;  // the rate in force
    std::uint64_t open_jobs = 0;
    std::uint64_t in_flight = 0;
    std::uint64_t wave = 1;  // of so many
    std::uint64_t waves = 1;
    model::lane_counts counts;
};

// Who wants to know how a lane is getting on. Must not block and must not fail.
class progress_port {
public:
    virtual ~progress_port() = default;
    virtual void job_opened(const model::work_item& item) = 0;
    virtual void request_sent(const model::request& what, base::wall_time now) = 0;
    virtual void request_answered(
        const model::request& what,
        const model::reply& reply,
        base::wall_time sent,
        base::wall_time now
    ) = 0;
    virtual void job_closed(const model::job_result& what) = 0;
    virtual void lane_changed(const lane_state& now) = 0;
};

}  // namespace dispatch
