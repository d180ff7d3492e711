#pragma once

#include "model/job.hpp"
#include "model/outcome.hpp"
#include "model/request.hpp"
#include "model/run.hpp"
#include "report/listener.hpp"
#include "report/totals.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// A small run with one user of every fate, some of whom mean harm. Times are fixed.
namespace sample {

base::wall_time at(std::int64_t milliseconds);

model::user user(std::int64_t id, std::string email);
model::setting setting(std::string key, model::value wanted);  // of "calendar-standard"
model::setting setting(model::key_origin origin, model::value wanted);
model::job job(model::user who);
model::job_result result(std::uint64_t number, model::user who);

model::job_result unchanged(std::uint64_t number, std::int64_t id);
model::job_result changed(std::uint64_t number, std::int64_t id);
model::job_result not_effective(std::uint64_t number, std::int64_t id);
model::job_result rejected(std::uint64_t number, std::int64_t id, std::string text);
model::job_result lost(std::uint64_t number, std::int64_t id);
model::job_result blocked(std::uint64_t number, std::int64_t id);
model::job_result skipped(std::uint64_t number, std::int64_t id);
// Its email, its values and the portal's message try to be markup, a formula or a command.
model::job_result hostile(std::uint64_t number, std::int64_t id);

std::vector<model::job_result> results();

model::work_item item_of(const model::job_result& what);
model::request request(std::uint64_t number, std::int64_t user);

model::run_header header();
model::run_summary summary(const report::totals& all);

std::string advice(std::string_view code);
std::string next_command(std::string_view code);
report::totals totals();

// Tells `who` the whole run as a lane would: every job opened, asked for once, and closed.
void tell(dispatch::progress_port& who);

}  // namespace sample
