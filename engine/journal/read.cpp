#include "journal/read.hpp"

#include "journal/database.hpp"
#include "journal/row_reading.hpp"
#include "journal/run_rows.hpp"
#include "journal/store.hpp"
#include "journal/stored_time.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

namespace journal {

namespace {

constexpr std::string_view jobs_of_run =
    "SELECT number, user, email, started, finished, overall, blocked, reason FROM job"
    " WHERE run = ? ORDER BY number";

constexpr std::string_view job_of_user =
    "SELECT number, user, email, started, finished, overall, blocked, reason FROM job"
    " WHERE run = ? AND user = ? ORDER BY number";

constexpr std::string_view jobs_from_number =
    "SELECT number, user, email, started, finished, overall, blocked, reason FROM job"
    " WHERE run = ? AND number >= ? ORDER BY number LIMIT ?";

// What of the commands of a request is read. A request that met one fate as a whole tells it for
// all of them.
constexpr std::string_view commands =
    "SELECT request.number, credential, form, command.value ->> 1, command.value ->> 2,"
    " command.value ->> 3, sent, answered, coalesce(command.value ->> 4, fate, 'unknown'),"
    " coalesce(command.value ->> 5, request.code), coalesce(command.value ->> 6, request.text),"
    " http_status, command.value ->> 7, command.key";

// The row of a closed job says which requests carried it.
constexpr std::string_view of_closed =
    " FROM job CROSS JOIN json_each(job.requests) AS carrier"
    " CROSS JOIN request ON request.run = job.run AND request.number = carrier.value"
    " CROSS JOIN json_each(request.commands) AS command"
    " WHERE command.value ->> 0 = job.number AND job.run = ?1 AND ";

// That of an open one does not yet; a request that does not even hold its number is not taken
// apart.
constexpr std::string_view of_open =
    " FROM job CROSS JOIN request ON request.run = job.run"
    " AND instr(request.commands, '[' || job.number || ',') > 0"
    " CROSS JOIN json_each(request.commands) AS command"
    " WHERE command.value ->> 0 = job.number AND job.requests IS NULL AND job.run = ?1 AND ";

constexpr std::string_view user_is = "job.user = ?2";
constexpr std::string_view number_is = "job.number = ?2";

std::string commands_where(std::string_view job) {
    return fmt::format(
        "{0}{1}{3} UNION ALL {0}{2}{3} ORDER BY 1, 14", commands, of_closed, of_open, job
    );
}

base::result<attempt_row> attempt_at(const rows& at) {
    attempt_row attempt;
    attempt.request = model::request_number(static_cast<std::uint64_t>(at.number(0)));
    attempt.credential = model::credential_id(std::string(at.text(1)));
    bool readable = read_name(at.text(2), attempt.form);
    attempt.step = static_cast<std::size_t>(at.number(3));
    readable = readable && read_name(at.text(4), attempt.why);
    attempt.method = at.text(5);
    attempt.sent = from_stored_time(at.number(6));
    attempt.answered = from_stored_time(at.number_if_any(7));
    readable = readable && read_name(at.text(8), attempt.what);
    attempt.code = at.text(9);
    attempt.text = at.text(10);
    attempt.http_status = static_cast<int>(at.number(11));
    attempt.created = at.text_if_any(12);
    if (!readable) return std::unexpected(damaged());
    return attempt;
}

// Reads jobs with their steps.
template <class... Values>
base::result<void> read_jobs(
    database& from,
    std::string_view question,
    const reader::job_visitor& visit,
    std::int64_t run,
    const Values&... values
) {
    auto jobs = from.connected.prepare(question);
    if (!jobs) return std::unexpected(std::move(jobs.error()));
    auto steps = step_reader::prepare(from);
    if (!steps) return std::unexpected(std::move(steps.error()));
    return for_rows(jobs->ask(run, values...), [&](const rows& at) -> base::result<void> {
        auto job = job_at(at);
        if (!job) return std::unexpected(std::move(job.error()));
        const auto done = steps->read_into(*job, run);
        return done ? visit(*job) : done;
    });
}

base::failure while_reading(const base::failure& why, const model::run_id& run) {
    return why.within(fmt::format("reading run {} in the journal", run.value()));
}

}  // namespace

reader::reader(const store& from) : database_(from.database_) {}

// A failure of the visitor's is his own: it is handed through as it is.
base::result<void> reader::each_job(const model::run_id& run, const job_visitor& visit) const {
    const auto number = number_of_run(*database_, run);
    if (!number) return std::unexpected(while_reading(number.error(), run));
    base::result<void> visited;
    const auto watch = [&](const job_row& job) { return visited = visit(job); };
    const auto done = read_jobs(*database_, jobs_of_run, watch, *number);
    if (done || !visited) return visited;
    return std::unexpected(while_reading(done.error(), run));
}

base::result<std::optional<job_row>> reader::job_of(const model::run_id& run, model::user_id who)
    const {
    const auto number = number_of_run(*database_, run);
    if (!number) return std::unexpected(while_reading(number.error(), run));
    std::optional<job_row> found;
    const auto keep = [&](const job_row& job) -> base::result<void> {
        found = job;
        return {};
    };
    const auto done = read_jobs(*database_, job_of_user, keep, *number, who.value());
    if (!done) return std::unexpected(while_reading(done.error(), run));
    return found;
}

base::result<std::optional<model::user_id>> reader::user_with(
    const model::run_id& run, std::string_view email
) const {
    const auto number = number_of_run(*database_, run);
    if (!number) return std::unexpected(while_reading(number.error(), run));
    auto prepared = database_->connected.prepare(
        "SELECT user FROM job WHERE run = ? AND lower(email) = lower(?)"
    );
    if (!prepared) return std::unexpected(while_reading(prepared.error(), run));
    auto found = prepared->ask(*number, email);
    const auto there = found.next();
    if (!there) return std::unexpected(while_reading(there.error(), run));
    if (!*there) return std::nullopt;
    return model::user_id(found.number(0));
}

base::result<std::vector<job_row>> reader::jobs_from(
    const model::run_id& run, model::job_number first, std::size_t most
) const {
    const auto number = number_of_run(*database_, run);
    if (!number) return std::unexpected(while_reading(number.error(), run));
    std::vector<job_row> found;
    const auto keep = [&](const job_row& job) -> base::result<void> {
        found.push_back(job);
        return {};
    };
    const auto done = read_jobs(*database_, jobs_from_number, keep, *number, first.value(), most);
    if (!done) return std::unexpected(while_reading(done.error(), run));
    return found;
}

base::result<std::vector<attempt_row>> reader::attempts_for(
    const model::run_id& run, model::user_id who
) const {
    return attempts(run, user_is, who.value());
}

base::result<std::vector<attempt_row>> reader::attempts_of(
    const model::run_id& run, model::job_number job
) const {
    return attempts(run, number_is, static_cast<std::int64_t>(job.value()));
}

base::result<std::vector<attempt_row>> reader::attempts(
    const model::run_id& run, std::string_view which, std::int64_t whose
) const {
    const auto number = number_of_run(*database_, run);
    if (!number) return std::unexpected(while_reading(number.error(), run));
    auto prepared = database_->connected.prepare(commands_where(which));
    if (!prepared) return std::unexpected(while_reading(prepared.error(), run));
    std::vector<attempt_row> all;
    const auto take = [&](const rows& at) -> base::result<void> {
        auto attempt = attempt_at(at);
        if (!attempt) return std::unexpected(std::move(attempt.error()));
        all.push_back(std::move(*attempt));
        return {};
    };
    const auto done = for_rows(prepared->ask(*number, whose), take);
    if (!done) return std::unexpected(while_reading(done.error(), run));
    return all;
}

}  // namespace journal
