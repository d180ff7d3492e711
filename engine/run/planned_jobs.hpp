#pragma once

#include "run/job_supply.hpp"
#include "run/plan_reader.hpp"

#include <functional>

namespace run {

// Whether a run on a plan tells of those as well for whom nothing changes: as they were seen,
// without a request.
enum class bystanders { left_out, told };

// The jobs that a saved plan asks for: of those users of whom something changes.
class planned_jobs final : public job_supply {
public:
    // Makes a job ready to be dispatched.
    using equip = std::function<base::result<model::work_item>(model::job)>;

    // `from` and `all` outlive it. `outdated`: what becomes of a user whose settings are no longer
    // what they were when the plan was made.
    planned_jobs(
        plan_reader& from,
        const catalog::definitions& all,
        equip with,
        model::when_changed outdated,
        bystanders others = bystanders::left_out
    )
        : from_(from), all_(all), equip_(std::move(with)), outdated_(outdated), others_(others) {}

    base::result<std::optional<model::work_item>> next() override;

private:
    plan_reader& from_;
    const catalog::definitions& all_;
    equip equip_;
    model::when_changed outdated_;
    bystanders others_;
};

}  // namespace run
