#include "journal/row_reading.hpp"

#include "journal/json_text.hpp"
#include "journal/stored_time.hpp"

namespace journal {

namespace {

constexpr std::string_view steps_of_job =
    "SELECT place, kind, target, id, acts_as, once_key, outcome, code, reason, remote_id, attempts,"
    " before, after, changes FROM step LEFT JOIN evidence ON evidence.number = step.evidence"
    " WHERE run = ? AND job = ? ORDER BY place";

base::result<std::optional<model::value>> image_at(const rows& at, int column) {
    if (at.is_null(column)) return std::nullopt;
    auto image = value_from(at.text(column));
    if (!image) return std::unexpected(std::move(image.error()));
    return std::optional<model::value>(std::in_place, std::move(*image));
}

base::result<void> read_evidence(const rows& at, step_row& step) {
    auto before = image_at(at, 11);
    if (!before) return std::unexpected(std::move(before.error()));
    auto after = image_at(at, 12);
    if (!after) return std::unexpected(std::move(after.error()));
    step.before = std::move(*before);
    step.after = std::move(*after);
    if (at.is_null(13)) return {};
    auto changes = changes_from(at.text(13));
    if (!changes) return std::unexpected(std::move(changes.error()));
    step.changes = std::move(*changes);
    return {};
}

base::result<step_row> step_at(const rows& at) {
    step_row step;
    step.place = static_cast<std::size_t>(at.number(0));
    bool readable = read_name(at.text(1), step.kind);
    step.target = at.text(2);
    step.id = at.text(3);
    readable = readable && read_name(at.text(4), step.as);
    step.once_key = at.text_if_any(5);
    readable = readable && (at.is_null(6) || read_name(at.text(6), step.what));
    step.code = at.text(7);
    step.reason = at.text(8);
    step.remote_id = at.text_if_any(9);
    step.attempts = static_cast<std::uint32_t>(at.number(10));
    if (!readable) return std::unexpected(damaged());
    const auto done = read_evidence(at, step);
    if (!done) return std::unexpected(done.error());
    return step;
}

}  // namespace

base::failure damaged() {
    return {journal_error::corrupt, {}};
}

base::result<job_row> job_at(const rows& at) {
    job_row job;
    job.number = model::job_number(static_cast<std::uint64_t>(at.number(0)));
    job.who = model::user_id(at.number(1));
    job.email = at.text(2);
    job.started = from_stored_time(at.number(3));
    job.finished = from_stored_time(at.number_if_any(4));
    bool readable = at.is_null(5) || read_name(at.text(5), job.overall);
    readable = readable && (at.is_null(6) || read_name(at.text(6), job.blocked));
    job.reason = at.text(7);
    if (!readable) return std::unexpected(damaged());
    return job;
}

base::result<step_reader> step_reader::prepare(database& from) {
    auto prepared = from.connected.prepare(steps_of_job);
    if (!prepared) return std::unexpected(std::move(prepared.error()));
    return step_reader(std::move(*prepared));
}

base::result<void> step_reader::read_into(job_row& job, std::int64_t run) {
    return for_rows(
        question_.ask(run, job.number.value()),
        [&](const rows& at) -> base::result<void> {
            auto step = step_at(at);
            if (!step) return std::unexpected(std::move(step.error()));
            job.steps.push_back(std::move(*step));
            return {};
        }
    );
}

}  // namespace journal
