#include "run/remembered_run.hpp"

#include <boost/assert.hpp>

namespace run {

namespace {

model::step step_of(const journal::step_row& row) {
    model::step made;
    made.id = row.id;
    made.kind = row.kind;
    made.target = row.target;
    made.as = row.as;
    made.repeat = row.once_key ? model::repetition::once_per_user : model::repetition::every_run;
    return made;
}

model::step_result outcome_of(const journal::step_row& row) {
    model::step_result made;
    made.what = row.what.value_or(model::outcome::skipped);
    made.code = row.code;
    made.reason = row.reason;
    made.changes = row.changes;
    made.before = row.before;
    made.after = row.after;
    made.remote_id = row.remote_id;
    made.attempts = row.attempts;
    return made;
}

}  // namespace

model::run_header header_of(const journal::run_row& run) {
    model::run_header made;
    made.id = run.id;
    made.portal = run.portal;
    made.portal_url = run.portal_url;
    made.command = run.command;
    made.policies = run.policies;
    made.reason = run.reason;
    made.started = run.started;
    made.seed = run.seed;
    made.after = run.after;
    return made;
}

model::run_summary summary_of(const journal::run_row& run) {
    model::run_summary made;
    made.header = header_of(run);
    made.end = run.end.value_or(model::run_end::complete);
    made.end_reason = run.end_reason;
    made.finished = run.finished.value_or(run.started);
    made.users = run.totals.users;
    made.steps = run.totals.steps;
    made.unmatched = run.totals.unmatched;
    made.lane = run.totals.lane;
    return made;
}

model::job job_of(const journal::job_row& job) {
    model::job made;
    made.who.id = job.who;
    made.who.email = job.email;
    for (const auto& each : job.steps) made.steps.push_back(step_of(each));
    return made;
}

model::job_result result_of(const journal::job_row& job) {
    BOOST_ASSERT(job.overall.has_value());
    model::job_result made;
    made.number = job.number;
    made.what = job_of(job);
    made.overall = *job.overall;
    made.blocked = job.blocked;
    made.reason = job.reason;
    made.started = job.started;
    made.finished = job.finished.value_or(job.started);
    for (const auto& each : job.steps) made.steps.push_back(outcome_of(each));
    return made;
}

}  // namespace run
