#include "journal/database.hpp"

#include "journal/journal_error.hpp"
#include "journal/schema.hpp"
#include "journal/sqlite_failure.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace journal {

namespace {

constexpr std::string_view insert_run =
    "INSERT INTO run (id, portal, portal_url, command, policies, reason, seed, roster_size, "
    "started, invocation, kinship, kin)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

constexpr std::string_view insert_job =
    "INSERT INTO job (run, number, user, email, started, steps) VALUES (?, ?, ?, ?, ?, ?)";

constexpr std::string_view insert_request =
    "INSERT INTO request"
    " (run, number, credential, form, sent, answered, http_status, fate, code, text, commands)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

constexpr std::string_view settle_request =
    "UPDATE request SET answered = ?, http_status = ?, fate = ?, code = ?, text = ?,"
    " commands = coalesce(?, commands) WHERE run = ? AND number = ? AND answered IS NULL";

// Nothing is written where it is known already: that is every user of every later run.
constexpr std::string_view prove_identity =
    "INSERT INTO identity (portal, fingerprint, user, proven) VALUES (?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET user = excluded.user, proven = excluded.proven"
    " WHERE user <> excluded.user";

constexpr std::string_view withdraw_identity =
    "DELETE FROM identity WHERE portal = ? AND fingerprint = ? AND user = ?";

// Most jobs are opened and closed within one commit.
constexpr std::string_view insert_closed_job =
    "INSERT INTO job (run, number, user, email, started, finished, overall, blocked, reason, steps,"
    " requests) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

// A job that was never opened (its user is blocked from the start) is told in full as well.
constexpr std::string_view close_job =
    "INSERT INTO job (run, number, user, email, started, finished, overall, blocked, reason, steps,"
    " requests) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET finished = excluded.finished, overall = excluded.overall,"
    " blocked = excluded.blocked, reason = excluded.reason, steps = excluded.steps,"
    " requests = excluded.requests WHERE overall IS NULL";

constexpr std::string_view finish_run =
    "UPDATE run SET finished = ?, end = ?, end_reason = ?, totals = ? WHERE number = ?";

constexpr std::string_view insert_evidence =
    "INSERT INTO evidence (before, after, changes) VALUES (?, ?, ?)";

constexpr std::string_view expect_once =
    "INSERT INTO once (portal, user, step_key, state, run, at) VALUES (?, ?, ?, 'perhaps', ?, ?)"
    " ON CONFLICT DO NOTHING";

constexpr std::string_view done_once =
    "INSERT OR REPLACE INTO once (portal, user, step_key, state, run, at)"
    " VALUES (?, ?, ?, 'done', ?, ?)";

constexpr std::string_view forget_once =
    "DELETE FROM once WHERE portal = ? AND user = ? AND step_key = ? AND run = ?";

constexpr std::string_view find_identity =
    "SELECT 1 FROM identity WHERE portal = ? AND fingerprint = ? AND user = ?";

constexpr std::string_view find_once =
    "SELECT state FROM once WHERE portal = ? AND user = ? AND step_key = ?";

// An insertion of one row, for as many as go at once.
std::string with_many_rows(std::string_view insertion) {
    const auto row = insertion.substr(insertion.rfind('('));
    std::string made(insertion);
    for (std::size_t at = 1; at < rows_at_once; ++at) made.append(", ").append(row);
    return made;
}

// Prepares one after the other and remembers the first failure.
class preparing {
public:
    explicit preparing(connection& with) : with_(with) {}

    statement operator()(std::string_view text) {
        if (failed) return statement(nullptr);
        auto prepared = with_.prepare(text);
        if (prepared) return std::move(*prepared);
        failed = std::move(prepared.error());
        return statement(nullptr);
    }

    insertion of_rows(std::string_view text) {
        return {(*this)(text), (*this)(with_many_rows(text))};
    }

    std::optional<base::failure> failed;

private:
    connection& with_;
};

// The file keeps this mode. Some file systems (shares) cannot have it, and SQLite then says so by
// staying in the mode before.
base::result<void> write_ahead(connection& opened) {
    auto question = opened.prepare("PRAGMA journal_mode = WAL");
    if (!question) return std::unexpected(std::move(question.error()));
    auto answer = question->ask();
    const auto found = answer.next();
    if (!found) return std::unexpected(found.error());
    if (*found && answer.text(0) == "wal") return {};
    return std::unexpected(base::failure{journal_error::no_shared_memory, {}});
}

// The file says that it has our schema; when a statement does not fit all the same, it is damaged.
base::failure of_wrong_tables(base::failure why) {
    if (why.code == journal_error::unexpected) why.code = journal_error::corrupt;
    return why;
}

// A connection to a file that has this version's tables and the write-ahead log.
base::result<connection> open_migrated(const std::filesystem::path& file) {
    auto opened = connection::open(file);
    if (!opened) return opened;
    auto done = migrate(*opened, migrations());
    if (done) done = write_ahead(*opened);
    if (!done) return std::unexpected(std::move(done.error()));
    return opened;
}

// Made complete under another name and then given its own: nobody ever sees half a journal, and no
// process asks for the write-ahead log while another one does the same (SQLite lets one of them
// fail). The name is taken only if it is free; who comes second uses the first one's.
// mkstemp makes it readable for its owner only; SQLite gives the files beside it the same mode.
base::result<void> make_journal(const std::filesystem::path& file) {
    auto name = file.string() + ".new-XXXXXX";
    const int made = ::mkstemp(name.data());
    if (made < 0) return std::unexpected(system_failure(errno));
    ::close(made);
    base::result<void> done;
    {
        const auto complete = open_migrated(name);
        if (!complete) done = std::unexpected(complete.error());
    }
    if (done && ::link(name.c_str(), file.c_str()) != 0 && errno != EEXIST) {
        done = std::unexpected(system_failure(errno));
    }
    for (const auto* beside : {"", "-journal", "-wal", "-shm"}) ::unlink((name + beside).c_str());
    return done;
}

// Where the log is not synced at every commit, a killed process loses nothing, and a power cut the
// last moments, never the database.
const char* settings_for(writing how) {
    return how == writing::behind ? "PRAGMA synchronous = FULL; PRAGMA cell_size_check = ON"
                                  : "PRAGMA synchronous = NORMAL; PRAGMA cell_size_check = ON";
}

base::result<database> open_as_journal(const std::filesystem::path& file, writing how) {
    std::error_code cannot_tell;  // then SQLite will
    if (!std::filesystem::exists(file, cannot_tell) && !cannot_tell) {
        const auto made = make_journal(file);
        if (!made) return std::unexpected(made.error());
    }
    auto opened = open_migrated(file);
    if (!opened) return std::unexpected(std::move(opened.error()));
    const auto done = opened->execute(settings_for(how));
    if (!done) return std::unexpected(done.error());
    auto around = brackets::prepare(*opened);
    if (!around) return std::unexpected(std::move(around.error()));
    auto kept = statements::prepare(*opened);
    if (!kept) return std::unexpected(of_wrong_tables(std::move(kept.error())));
    return database{std::move(*opened), std::move(*around), std::move(*kept)};
}

}  // namespace

base::result<statements> statements::prepare(connection& with) {
    preparing ready(with);
    statements all{
        .insert_run = ready(journal::insert_run),
        .insert_job = ready(journal::insert_job),
        .insert_request = ready.of_rows(journal::insert_request),
        .settle_request = ready(journal::settle_request),
        .prove_identity = ready(journal::prove_identity),
        .withdraw_identity = ready(journal::withdraw_identity),
        .close_job = ready(journal::close_job),
        .insert_closed_job = ready.of_rows(journal::insert_closed_job),
        .finish_run = ready(journal::finish_run),
        .insert_evidence = ready(journal::insert_evidence),
        .expect_once = ready(journal::expect_once),
        .done_once = ready(journal::done_once),
        .forget_once = ready(journal::forget_once),
        .find_identity = ready(journal::find_identity),
        .find_once = ready(journal::find_once),
    };
    if (ready.failed) return std::unexpected(std::move(*ready.failed));
    return all;
}

base::result<database> database::open(const std::filesystem::path& file, writing how) {
    auto opened = open_as_journal(file, how);
    if (opened) return opened;
    return std::unexpected(
        opened.error().within(fmt::format("opening the journal {}", file.string()))
    );
}

}  // namespace journal
