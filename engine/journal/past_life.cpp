#include "journal/past_life.hpp"

#include "journal/database.hpp"
#include "journal/journal_error.hpp"
#include "journal/read.hpp"
#include "journal/run_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace journal {

namespace {

constexpr std::string_view outcomes_of_run =
    "SELECT user, overall FROM job WHERE run = ?1 AND overall IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM step WHERE step.run = ?1 AND step.job = job.number AND step.code = ?2)";

// Which of a run's jobs are meant is said behind it. Once along all requests of the run: those of
// an open job are not noted in its row.
constexpr std::string_view writes_of_run =
    "SELECT job.user, step.key, step.value ->> 0, step.value ->> 1, step.value ->> 2,"
    " coalesce(command.value ->> 4, request.fate, 'unknown'), command.value ->> 7"
    " FROM request CROSS JOIN json_each(request.commands) AS command"
    " CROSS JOIN job ON job.run = request.run AND job.number = command.value ->> 0"
    " CROSS JOIN json_each(job.steps) AS step ON step.key = command.value ->> 1"
    " WHERE request.run = ?1 AND command.value ->> 2 = 'write'";

constexpr std::string_view of_unsettled =
    " AND (job.overall IS NULL OR EXISTS"
    " (SELECT 1 FROM step WHERE step.run = ?1 AND step.job = job.number AND step.code = ?2))"
    " ORDER BY request.number, command.key";

constexpr std::string_view of_ill_ended =
    " AND job.overall IN ('failed', 'unknown', 'blocked') AND NOT EXISTS"
    " (SELECT 1 FROM step WHERE step.run = ?1 AND step.job = job.number AND step.code = ?2)"
    " ORDER BY request.number, command.key";

// The better known of two: accepted once is done, whatever became of other attempts; what was
// rejected or never left is as if it had not been tried.
int weight(fate what) {
    switch (what) {
        case fate::not_sent:
        case fate::rejected:
            return 0;
        case fate::unknown:
        case fate::in_doubt:
            return 1;
        case fate::accepted:
            return 2;
    }
    return 1;
}

void note(std::vector<written_step>& all, written_step one) {
    const auto same = std::ranges::find(all, one.place, &written_step::place);
    if (same == all.end() || same->run != one.run)
        all.push_back(std::move(one));
    else if (weight(one.what) >= weight(same->what))
        *same = std::move(one);
}

base::result<void> read_outcomes(database& from, std::int64_t run, past_life& into) {
    auto prepared = from.connected.prepare(outcomes_of_run);
    if (!prepared) return std::unexpected(std::move(prepared.error()));
    auto found = prepared->ask(run, cut_short);
    for (;;) {
        const auto more = found.next();
        if (!more) return std::unexpected(more.error());
        if (!*more) return {};
        const auto what = from_stored_name<model::user_outcome>(found.text(1));
        if (!what) return std::unexpected(base::failure{journal_error::corrupt, {}});
        into.settled.emplace_back(found.number(0), *what);
    }
}

base::result<void> read_writes(
    database& from,
    std::string_view which,
    std::int64_t run,
    const model::run_id& id,
    past_life& into
) {
    auto prepared = from.connected.prepare(std::string(writes_of_run).append(which));
    if (!prepared) return std::unexpected(std::move(prepared.error()));
    auto found = prepared->ask(run, cut_short);
    for (;;) {
        const auto more = found.next();
        if (!more) return std::unexpected(more.error());
        if (!*more) return {};
        written_step one;
        one.place = static_cast<std::size_t>(found.number(1));
        const auto kind = from_stored_name<model::step_kind>(found.text(2));
        one.target = found.text(3);
        one.id = found.text(4);
        const auto what = from_stored_name<fate>(found.text(5));
        if (!kind || !what) return std::unexpected(base::failure{journal_error::corrupt, {}});
        one.kind = *kind;
        one.what = *what;
        one.created = found.text_if_any(6);
        one.run = id;
        note(into.written[found.number(0)], std::move(one));
    }
}

base::result<past_life> read_line(
    database& from, const std::vector<model::run_id>& line, std::string_view writes
) {
    past_life all;
    for (const auto& each : line) {
        const auto failed = [&](const base::failure& why) {
            return std::unexpected(why.within(fmt::format("reading what run {} left", each.value()))
            );
        };
        const auto number = number_of_run(from, each);
        if (!number) return failed(number.error());
        auto done = read_outcomes(from, *number, all);
        if (done) done = read_writes(from, writes, *number, each, all);
        if (!done) return failed(done.error());
    }
    std::ranges::sort(all.settled);
    return all;
}

}  // namespace

std::optional<model::user_outcome> past_life::outcome_of(model::user_id who) const {
    const auto found = std::ranges::lower_bound(
        settled, who.value(), {}, &std::pair<std::int64_t, model::user_outcome>::first
    );
    if (found == settled.end() || found->first != who.value()) return std::nullopt;
    return found->second;
}

base::result<past_life> reader::left_by(const std::vector<model::run_id>& line) const {
    return read_line(*database_, line, of_unsettled);
}

base::result<past_life> reader::ill_ended_in(const std::vector<model::run_id>& line) const {
    return read_line(*database_, line, of_ill_ended);
}

}  // namespace journal
