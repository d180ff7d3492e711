#include "journal/run_rows.hpp"

#include "journal/journal_error.hpp"
#include "journal/json_text.hpp"
#include "journal/stored_time.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

namespace journal {

namespace {

constexpr std::string_view columns =
    "SELECT number, id, portal, portal_url, command, policies, reason, seed, roster_size, started,"
    " finished, end, end_reason, totals FROM run ";

// What a row of `run` says by itself.
base::result<run_row> row_at(const rows& at) {
    run_row row;
    row.id = model::run_id(std::string(at.text(1)));
    row.portal = model::portal_name(std::string(at.text(2)));
    row.portal_url = at.text(3);
    row.command = at.text(4);
    auto policies = names_from(at.text(5));
    if (!policies) return std::unexpected(std::move(policies.error()));
    row.policies = std::move(*policies);
    row.reason = at.text(6);
    row.seed = static_cast<std::uint64_t>(at.number(7));
    if (!at.is_null(8)) row.roster_size = static_cast<std::uint64_t>(at.number(8));
    row.started = from_stored_time(at.number(9));
    row.finished = from_stored_time(at.number_if_any(10));
    if (!row.finished) return row;
    row.end = from_stored_name<model::run_end>(at.text(11));
    if (!row.end) return std::unexpected(base::failure{journal_error::corrupt, {}});
    row.end_reason = at.text(12);
    auto totals = totals_from(at.text(13));
    if (!totals) return std::unexpected(std::move(totals.error()));
    row.totals = std::move(*totals);
    return row;
}

// Outcomes of one run, counted.
template <class Enum>
base::result<std::map<Enum, std::uint64_t>> counted(
    database& from, std::string_view question, std::int64_t run
) {
    std::map<Enum, std::uint64_t> counts;
    auto prepared = from.connected.prepare(question);
    if (!prepared) return std::unexpected(std::move(prepared.error()));
    auto found = prepared->ask(run);
    for (;;) {
        const auto more = found.next();
        if (!more) return std::unexpected(more.error());
        if (!*more) return counts;
        const auto what = from_stored_name<Enum>(found.text(0));
        if (!what) return std::unexpected(base::failure{journal_error::corrupt, {}});
        counts[*what] = static_cast<std::uint64_t>(found.number(1));
    }
}

// A run that has no end yet has no totals either: they are counted as far as they go.
base::result<void> count_so_far(database& from, run_row& row, std::int64_t run) {
    auto users = counted<model::user_outcome>(
        from,
        "SELECT overall, count(*) FROM job WHERE run = ? AND overall IS NOT NULL GROUP BY overall",
        run
    );
    if (!users) return std::unexpected(std::move(users.error()));
    auto steps = counted<model::outcome>(
        from,
        "SELECT outcome, count(*) FROM step WHERE run = ? AND outcome IS NOT NULL GROUP BY outcome",
        run
    );
    if (!steps) return std::unexpected(std::move(steps.error()));
    row.totals.users = std::move(*users);
    row.totals.steps = std::move(*steps);
    return {};
}

// Reads the rows that a question gives. The parameters are those of the question.
template <class... Values>
base::result<std::vector<run_row>> runs_of(
    database& from, std::string_view which, const Values&... values
) {
    std::vector<run_row> runs;
    auto prepared = from.connected.prepare(std::string(columns).append(which));
    if (!prepared) return std::unexpected(std::move(prepared.error()));
    auto found = prepared->ask(values...);
    for (;;) {
        const auto more = found.next();
        if (!more) return std::unexpected(more.error());
        if (!*more) return runs;
        auto row = row_at(found);
        if (!row) return std::unexpected(std::move(row.error()));
        if (!row->finished) {
            const auto done = count_so_far(from, *row, found.number(0));
            if (!done) return std::unexpected(done.error());
        }
        runs.push_back(std::move(*row));
    }
}

}  // namespace

base::result<std::vector<run_row>> all_runs(database& from) {
    auto runs = runs_of(from, "ORDER BY number DESC");
    if (runs) return runs;
    return std::unexpected(runs.error().within("reading the runs of the journal"));
}

base::result<std::optional<run_row>> one_run(database& from, const model::run_id& id) {
    auto runs = runs_of(from, "WHERE id = ?", id.value());
    if (!runs) {
        return std::unexpected(runs.error().within(fmt::format("looking for run {}", id.value())));
    }
    if (runs->empty()) return std::nullopt;
    return std::move(runs->front());
}

base::result<std::int64_t> number_of_run(database& from, const model::run_id& id) {
    auto prepared = from.connected.prepare("SELECT number FROM run WHERE id = ?");
    if (!prepared) return std::unexpected(std::move(prepared.error()));
    auto found = prepared->ask(id.value());
    const auto there = found.next();
    if (!there) return std::unexpected(there.error());
    if (!*there) return std::unexpected(base::failure{journal_error::no_such_run, {}});
    return found.number(0);
}

}  // namespace journal
