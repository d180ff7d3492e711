#include "cli/run_json.hpp"

#include "cli/run_state.hpp"
#include "report/characters.hpp"
#include "report/summary_json.hpp"
#include "report/totals.hpp"
#include "run/remembered_run.hpp"

#include <string>
#include <utility>

namespace cli {

model::object run_row_json(const journal::run_row& run, base::wall_time now) {
    auto made = report::run_json(run::header_of(run));
    model::object users;
    for (const auto what : report::all_user_outcomes)
        users[model::to_string(what)] = report::count_of(run.totals.users, what);
    made["finished"] = nullptr;
    if (run.finished) made["finished"] = base::to_rfc3339(*run.finished);
    made["state"] = state_of(run, now);
    made["end_reason"] = report::valid_utf8(run.end_reason);
    made["selected"] = nullptr;
    if (run.selected) made["selected"] = *run.selected;
    made["users"] = std::move(users);
    made["requests"] = run.totals.lane.requests;
    return made;
}

}  // namespace cli
