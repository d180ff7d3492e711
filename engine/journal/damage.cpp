#include "journal/damage.hpp"

#include "journal/journal_error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace journal {

namespace {

// What every run reads or writes all over, and what stays small beside the rows of the runs.
constexpr std::array<const char*, 5> tables_of_every_run{
    "meta", "run", "identity", "once", "portal_lock"
};

// The rows of the runs stand in the order of the runs: a new one's go behind the last, so these
// find the pages that it is going to write to.
constexpr std::array<const char*, 3> ends_of_runs{
    "SELECT * FROM job ORDER BY run DESC, number DESC LIMIT 1",
    "SELECT * FROM evidence ORDER BY number DESC LIMIT 1",
    "SELECT * FROM request ORDER BY run DESC, number DESC LIMIT 1",
};

// SQLite begins with a line about which database is meant; there is only one.
std::string first_fault(std::string_view said) {
    if (said.starts_with("***")) said.remove_prefix(std::min(said.find('\n'), said.size()));
    if (said.starts_with('\n')) said.remove_prefix(1);
    return std::string(said.substr(0, said.find('\n')));
}

base::result<void> check(connection& in, std::string_view question) {
    auto prepared = in.prepare(question);
    if (!prepared) return std::unexpected(std::move(prepared.error()));
    auto found = prepared->ask();
    const auto there = found.next();
    if (!there) return std::unexpected(there.error());
    if (*there && found.text(0) == "ok") return {};
    return std::unexpected(
        base::failure{journal_error::corrupt, *there ? first_fault(found.text(0)) : std::string()}
    );
}

base::result<void> read_one(connection& in, std::string_view question) {
    auto prepared = in.prepare(question);
    if (!prepared) return std::unexpected(std::move(prepared.error()));
    auto found = prepared->ask();
    const auto there = found.next();
    if (there) return {};
    return std::unexpected(there.error());
}

// Reading all of it takes a second for some hundred megabytes and more where the disk is slow:
// nothing for a small journal, too much every night for one of many runs. Files are torn where a
// machine or its disk fails, and then a run fails with them and lacks its end: that is worth
// reading everything once, whatever it takes.
base::result<bool> is_to_be_read_whole(connection& in, std::int64_t at_most) {
    const auto size =
        in.number("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
    if (!size) return std::unexpected(size.error());
    if (*size <= at_most) return true;
    const auto cut_short =
        in.number("SELECT finished IS NULL FROM run ORDER BY number DESC LIMIT 1");
    if (!cut_short) return std::unexpected(cut_short.error());
    return *cut_short != 0;
}

}  // namespace

base::result<void> look_for_damage(connection& in, std::int64_t at_most) {
    const auto whole = is_to_be_read_whole(in, at_most);
    if (!whole) return std::unexpected(whole.error());
    if (*whole) return check(in, "PRAGMA quick_check(1)");
    for (const auto* table : tables_of_every_run) {
        const auto sound = check(in, fmt::format("PRAGMA quick_check({})", table));
        if (!sound) return sound;
    }
    for (const auto* question : ends_of_runs) {
        const auto sound = read_one(in, question);
        if (!sound) return sound;
    }
    return {};
}

}  // namespace journal
