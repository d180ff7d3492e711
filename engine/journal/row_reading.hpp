#pragma once

#include "base/result.hpp"
#include "journal/database.hpp"
#include "journal/journal_error.hpp"
#include "journal/rows.hpp"
#include "journal/statement.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>

// From columns to rows: what the readers of this room have in common.
namespace journal {

// Of a row that cannot be read.
base::failure damaged();

// Puts the enumerator of a stored word into `into`; false when there is none.
template <class Target>
bool read_name(std::string_view name, Target& into) {
    const auto what = from_stored_name<Target>(name);
    if (what) into = *what;
    return what.has_value();
}

template <class Target>
bool read_name(std::string_view name, std::optional<Target>& into) {
    into = from_stored_name<Target>(name);
    return into.has_value();
}

// number, user, email, started, finished, overall, blocked, reason of `job`; without its steps.
base::result<job_row> job_at(const rows& at);

// Calls `take` at every row.
template <class Take>
base::result<void> for_rows(rows found, Take&& take) {
    for (;;) {
        const auto more = found.next();
        if (!more) return std::unexpected(more.error());
        if (!*more) return {};
        auto taken = take(found);
        if (!taken) return taken;
    }
}

// Reads the steps of one job after the other.
class step_reader {
public:
    static base::result<step_reader> prepare(database& from);

    // `run`: its number.
    base::result<void> read_into(job_row& job, std::int64_t run);

private:
    explicit step_reader(statement question) : question_(std::move(question)) {}

    statement question_;
};

}  // namespace journal
