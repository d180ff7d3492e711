#pragma once

#include "run/job_supply.hpp"
#include "run/plan_reader.hpp"

#include <functional>

namespace run {

// The jobs that a saved plan asks for: of those users of whom something changes, and nobody else.
class planned_jobs final : public job_supply {
public:
    // Makes a job ready to be dispatched.
    using equip = std::function<base::result<model::work_item>(model::job)>;

    // `from` outlives it.
    planned_jobs(plan_reader& from, equip with) : from_(from), equip_(std::move(with)) {}

    base::result<std::optional<model::work_item>> next() override;

private:
    plan_reader& from_;
    equip equip_;
};

}  // namespace run
