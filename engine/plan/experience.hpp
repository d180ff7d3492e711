#pragma once

#include "base/time.hpp"
#include "model/reply.hpp"
#include "model/request.hpp"
#include "pacing/batch_size.hpp"
#include "pacing/operating_budget.hpp"
#include "plan/job_progress.hpp"

#include <string>

namespace plan {

// A request leaves whose commands will use up operating time under the budgets of `holder`.
void note_sent(
    pacing::operating_budget& from, const std::string& holder, const model::request& what
);

// What a reply says of operating times, under the budgets of `holder`: of every method, and of the
// envelope (portal-facts 2, "Accounting": sources disagree about which of them is charged).
void learn_budgets(
    pacing::operating_budget& into,
    const std::string& holder,
    const model::request& what,
    const model::reply& reply,
    base::time_point now,
    base::wall_time wall
);

// What it says of how long commands take, and of how many may go together.
void learn_sizes(
    pacing::batch_size& into,
    const model::request& what,
    const model::reply& reply,
    const moment& when
);

}  // namespace plan
