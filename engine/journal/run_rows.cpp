#include "journal/run_rows.hpp"

#include "journal/journal_error.hpp"
#include "journal/json_text.hpp"
#include "journal/store.hpp"
#include "journal/stored_time.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

namespace journal {

namespace {

constexpr std::string_view columns =
    "SELECT run.number, run.id, run.portal, run.portal_url, run.command, policies, reason, seed,"
    " roster_size, started, finished, end, end_reason, totals, invocation, kinship, kin,"
    " host, machine, boot, pid, portal_lock.user, since, beat"
    " FROM run LEFT JOIN portal_lock ON portal_lock.run = run.id ";

base::result<std::optional<model::kin>> kin_at(const rows& at) {
    if (at.is_null(15)) return std::nullopt;
    const auto how = from_stored_name<model::kinship>(at.text(15));
    if (!how) return std::unexpected(base::failure{journal_error::corrupt, {}});
    return model::kin{*how, model::run_id(std::string(at.text(16)))};
}

lock_holder holder_at(const rows& at) {
    lock_holder who;
    who.run = model::run_id(std::string(at.text(1)));
    who.command = at.text(4);
    who.where = {std::string(at.text(17)), std::string(at.text(18)), std::string(at.text(19))};
    who.pid = at.number(20);
    who.user = at.text(21);
    who.since = from_stored_time(at.number(22));
    who.beat = from_stored_time(at.number(23));
    return who;
}

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
    if (!at.is_null(8)) row.selected = static_cast<std::uint64_t>(at.number(8));
    row.started = from_stored_time(at.number(9));
    row.finished = from_stored_time(at.number_if_any(10));
    row.invocation = at.text_if_any(14);
    auto after = kin_at(at);
    if (!after) return std::unexpected(std::move(after.error()));
    row.after = std::move(*after);
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

// Of a run that has no end: whether somebody is at it, and how far it came.
base::result<void> look_after(
    database& from, const occupancy& seats, const rows& at, run_row& row
) {
    const auto number = at.number(0);
    row.life = seats.is_taken({seat::kind::run, number}) ? run_life::alive : run_life::gone;
    if (!at.is_null(17)) row.holder = holder_at(at);
    return count_so_far(from, row, number);
}

// Reads the rows that a question gives. The parameters are those of the question.
template <class... Values>
base::result<std::vector<run_row>> runs_of(
    database& from, const occupancy& seats, std::string_view which, const Values&... values
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
            const auto done = look_after(from, seats, found, *row);
            if (!done) return std::unexpected(done.error());
        }
        runs.push_back(std::move(*row));
    }
}

}  // namespace

base::result<std::vector<run_row>> runs_that(
    database& from, const occupancy& seats, const run_filter& which
) {
    const auto portal = which.portal ? std::optional(which.portal->value()) : std::nullopt;
    constexpr std::int64_t no_limit = -1;
    const auto most = which.most ? static_cast<std::int64_t>(*which.most) : no_limit;
    auto runs = runs_of(
        from,
        seats,
        "WHERE (?1 IS NULL OR run.portal = ?1) AND substr(run.id, 1, length(?2)) = ?2"
        " AND run.command <> ?3 ORDER BY run.number DESC LIMIT ?4",
        portal,
        which.beginning,
        which.other_than,
        most
    );
    if (runs) return runs;
    return std::unexpected(runs.error().within("reading the runs of the journal"));
}

base::result<std::optional<run_row>> one_run(
    database& from, const occupancy& seats, const model::run_id& id
) {
    auto runs = runs_of(from, seats, "WHERE run.id = ?", id.value());
    if (!runs) {
        return std::unexpected(runs.error().within(fmt::format("looking for run {}", id.value())));
    }
    if (runs->empty()) return std::nullopt;
    return std::move(runs->front());
}

base::result<std::vector<model::run_id>> line_of_run(database& from, const model::run_id& id) {
    // Back to the first of the line, then everybody that comes of it.
    auto prepared = from.connected.prepare(R"sql(
        WITH RECURSIVE back (id, before) AS (
            SELECT id, iif(kinship = 'continues', kin, NULL) FROM run WHERE id = ?1
            UNION SELECT run.id, iif(run.kinship = 'continues', run.kin, NULL)
                FROM back JOIN run ON run.id = back.before),
        line (id) AS (
            SELECT id FROM back
            UNION SELECT run.id FROM line JOIN run ON run.kin = line.id
                WHERE run.kinship = 'continues')
        SELECT run.id FROM line JOIN run ON run.id = line.id ORDER BY run.number
    )sql");
    if (!prepared) return std::unexpected(std::move(prepared.error()));
    auto found = prepared->ask(id.value());
    std::vector<model::run_id> line;
    for (;;) {
        const auto more = found.next();
        if (!more) return std::unexpected(more.error());
        if (!*more) break;
        line.emplace_back(std::string(found.text(0)));
    }
    if (line.empty()) return std::unexpected(base::failure{journal_error::no_such_run, {}});
    return line;
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
