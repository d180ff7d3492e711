#include "journal/pruning.hpp"

#include "journal/database.hpp"
#include "journal/journal_error.hpp"
#include "journal/occupancy.hpp"
#include "journal/run_rows.hpp"
#include "journal/store.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <system_error>

namespace journal {

namespace {

// Rows of so many jobs, or so many requests, go at once: others who write wait for no longer.
constexpr std::int64_t portion = 500;

// The evidence before the jobs that name it: what is left after a kill can still be found.
constexpr std::array of_jobs{
    std::string_view(
        "DELETE FROM evidence WHERE number IN (SELECT evidence FROM step WHERE run = ?1"
        " AND job >= ?2 AND job < ?3 AND evidence IS NOT NULL)"
    ),
    std::string_view("DELETE FROM job WHERE run = ?1 AND number >= ?2 AND number < ?3"),
};

constexpr std::array of_requests{
    std::string_view("DELETE FROM request WHERE run = ?1 AND number >= ?2 AND number < ?3"),
};

// The smallest and the largest number that are left; nothing = none are.
base::result<std::optional<std::pair<std::int64_t, std::int64_t>>> span_of(
    database& in, std::string_view question, std::int64_t run
) {
    auto prepared = in.connected.prepare(question);
    if (!prepared) return std::unexpected(std::move(prepared.error()));
    auto found = prepared->ask(run);
    const auto there = found.next();
    if (!there) return std::unexpected(there.error());
    if (!*there || found.is_null(0)) return std::nullopt;
    return std::pair(found.number(0), found.number(1));
}

template <std::size_t Count>
base::result<void> delete_portion(
    database& in,
    const std::array<std::string_view, Count>& statements,
    std::int64_t run,
    std::int64_t from
) {
    return in.transact([&]() -> base::result<void> {
        for (const auto each : statements) {
            auto prepared = in.connected.prepare(each);
            if (!prepared) return std::unexpected(std::move(prepared.error()));
            const auto done = prepared->run(run, from, from + portion);
            if (!done) return done;
        }
        return {};
    });
}

template <std::size_t Count>
base::result<void> delete_all(
    database& in,
    std::string_view question,
    const std::array<std::string_view, Count>& statements,
    std::int64_t run
) {
    const auto numbers = span_of(in, question, run);
    if (!numbers) return std::unexpected(numbers.error());
    if (!*numbers) return {};
    for (auto from = (*numbers)->first; from <= (*numbers)->second; from += portion) {
        const auto done = delete_portion(in, statements, run, from);
        if (!done) return done;
    }
    return {};
}

base::result<void> delete_everything(database& in, std::int64_t run) {
    auto done =
        delete_all(in, "SELECT min(number), max(number) FROM job WHERE run = ?", of_jobs, run);
    if (done)
        done = delete_all(
            in, "SELECT min(number), max(number) FROM request WHERE run = ?", of_requests, run
        );
    if (!done) return done;
    auto prepared = in.connected.prepare("DELETE FROM run WHERE number = ?");
    if (!prepared) return std::unexpected(std::move(prepared.error()));
    return in.transact([&] { return prepared->run(run); });
}

std::uintmax_t size_of(const std::filesystem::path& journal) {
    std::uintmax_t sum = 0;
    for (const auto* part : {"", "-wal"}) {
        std::error_code none;
        const auto size = std::filesystem::file_size(journal.string() + part, none);
        if (!none) sum += size;
    }
    return sum;
}

}  // namespace

pruning::pruning(const store& of) : of_(of) {}

base::result<std::uint64_t> pruning::delete_run(const model::run_id& which) {
    auto& in = *of_.database_;
    const auto failed = [&](const base::failure& why) {
        return std::unexpected(why.within(fmt::format("deleting run {}", which.value())));
    };
    const auto number = number_of_run(in, which);
    if (!number) return failed(number.error());
    const auto jobs =
        in.connected.number(fmt::format("SELECT count(*) FROM job WHERE run = {}", *number));
    if (!jobs) return failed(jobs.error());
    const auto done = delete_everything(in, *number);
    if (!done) return failed(done.error());
    return static_cast<std::uint64_t>(*jobs);
}

// Whoever opens the journal meanwhile waits at the door (occupancy::wait_for_house).
base::result<pruning::sizes> pruning::give_back() {
    auto& in = *of_.database_;
    const auto failed = [](const base::failure& why) {
        return std::unexpected(why.within("giving room back to the disk"));
    };
    sizes all;
    all.before = size_of(of_.file_);
    if (!of_.seats_->enter({})) return failed({journal_error::busy, {}});
    base::result<void> done;
    const auto runs = of_.runs();
    if (!runs) done = std::unexpected(runs.error());
    for (const auto& each : runs ? *runs : std::vector<run_row>())
        if (each.life == run_life::alive)
            done = std::unexpected(base::failure{journal_error::busy, {}});
    if (done) done = in.connected.execute("VACUUM");
    if (done) done = in.connected.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    of_.seats_->leave({});
    if (!done) return failed(done.error());
    all.after = size_of(of_.file_);
    return all;
}

}  // namespace journal
