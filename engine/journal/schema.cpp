#include "journal/schema.hpp"

#include "journal/journal_error.hpp"
#include "journal/transaction.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <utility>

namespace journal {

namespace {

constexpr std::int64_t our_application = 0x4D757374;  // "Must", in the header of the file

// Times are Unix milliseconds; words for enumerators are those of stored_name.hpp; images, changes,
// totals and policies are JSON. Tables are clustered by run, so that a run is read and deleted as
// one piece, and no call of the hot path touches more than a page or two. Foreign keys are not
// declared: there is one writer, and every check would cost a look-up per row.
constexpr const char* version_1 = R"sql(
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
    number INTEGER PRIMARY KEY,  -- in the order of starting
    id TEXT NOT NULL UNIQUE,
    portal TEXT NOT NULL,
    portal_url TEXT NOT NULL,
    command TEXT NOT NULL,
    policies TEXT NOT NULL,
    reason TEXT NOT NULL,
    seed INTEGER NOT NULL,       -- 64 bits, read as a signed number
    roster_size INTEGER,         -- jobs; NULL: not known at the start
    started INTEGER NOT NULL,
    finished INTEGER,            -- NULL: running, or killed
    end TEXT,
    end_reason TEXT,
    totals TEXT
) STRICT;

CREATE TABLE job (
    run INTEGER NOT NULL,        -- run.number
    number INTEGER NOT NULL,
    user INTEGER NOT NULL,
    email TEXT NOT NULL,
    started INTEGER NOT NULL,
    finished INTEGER,
    overall TEXT,                -- NULL: open
    blocked TEXT,                -- NULL: not blocked
    reason TEXT,
    PRIMARY KEY (run, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE step (
    run INTEGER NOT NULL,
    job INTEGER NOT NULL,
    place INTEGER NOT NULL,      -- in its job, from 0
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    id TEXT NOT NULL,
    acts_as TEXT NOT NULL,
    once_key TEXT,               -- NULL: a step of every run
    outcome TEXT,                -- NULL: open
    code TEXT,
    reason TEXT,
    remote_id TEXT,
    attempts INTEGER,
    evidence INTEGER,            -- evidence.number; NULL: nothing was changed
    PRIMARY KEY (run, job, place)
) STRICT, WITHOUT ROWID;

-- What was there and what is there now: large, and therefore not in the rows of `step`, most of which
-- have none.
CREATE TABLE evidence (
    number INTEGER PRIMARY KEY,
    before TEXT,                 -- NULL: never read; JSON null: read, and there was nothing
    after TEXT,
    changes TEXT
) STRICT;

CREATE TABLE request (
    run INTEGER NOT NULL,
    number INTEGER NOT NULL,
    credential TEXT NOT NULL,    -- its label
    form TEXT NOT NULL,
    sent INTEGER NOT NULL,
    answered INTEGER,            -- NULL: in flight, or the process was killed
    http_status INTEGER,
    fate TEXT,                   -- NULL and answered: see the answers of its commands
    code TEXT,
    text TEXT,
    PRIMARY KEY (run, number)
) STRICT, WITHOUT ROWID;

-- One command of one request. Clustered by job, for the story of one user.
CREATE TABLE attempt (
    run INTEGER NOT NULL,
    job INTEGER NOT NULL,
    request INTEGER NOT NULL,
    place INTEGER NOT NULL,      -- in its request
    step INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    method TEXT NOT NULL,
    answer TEXT,                 -- NULL: the request's fate; when that is NULL too, unknown
    code TEXT,
    text TEXT,
    created TEXT,                -- the id that an accepted write answered with
    PRIMARY KEY (run, job, request, place)
) STRICT, WITHOUT ROWID;

-- Whom a credential was seen to belong to. A credential has one owner at a time.
CREATE TABLE identity (
    portal TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    user INTEGER NOT NULL,
    proven INTEGER NOT NULL,
    PRIMARY KEY (portal, fingerprint)
) STRICT, WITHOUT ROWID;

-- Steps that are done once per user: 'perhaps' from the moment a write is sent, 'done' when it is
-- known to have taken effect.
CREATE TABLE once (
    portal TEXT NOT NULL,
    user INTEGER NOT NULL,
    step_key TEXT NOT NULL,
    state TEXT NOT NULL,
    run TEXT NOT NULL,           -- run.id: outlives the run's own rows
    at INTEGER NOT NULL,
    PRIMARY KEY (portal, user, step_key)
) STRICT, WITHOUT ROWID;

INSERT INTO meta (name, value) VALUES ('salt', lower(hex(randomblob(16))));
)sql";

// What it takes to go on with a run, how runs stand to each other, and who has a portal.
constexpr const char* version_2 = R"sql(
-- What was asked for, in words and files, as JSON; nothing secret. NULL: cannot be gone on with.
ALTER TABLE run ADD COLUMN invocation TEXT;
ALTER TABLE run ADD COLUMN kinship TEXT;      -- how it stands to an earlier run; NULL: to none
ALTER TABLE run ADD COLUMN kin TEXT;          -- run.id of that one; it may be gone by now

-- The run that has a portal. Whoever holds byte `number` of the journal's lock file has it; the rest
-- tells who that is, and whether he can still be alive where the byte says nothing: on another
-- machine.
CREATE TABLE portal_lock (
    number INTEGER PRIMARY KEY,
    portal TEXT NOT NULL UNIQUE, -- its address, and where it is connected to if that is said
    run TEXT,                    -- run.id; NULL: nobody
    command TEXT,
    host TEXT,
    machine TEXT,                -- its id; '' = not known
    boot TEXT,                   -- of the machine, since it was started
    pid INTEGER,
    user TEXT,
    since INTEGER,
    beat INTEGER                 -- when the holder last said that he is alive
) STRICT;
)sql";

// What the rate limit of a portal may still remember is asked for by its address before every run:
// among the runs of a thousand portals that is not to be a walk through all of them.
constexpr const char* version_3 = R"sql(
CREATE INDEX run_at_portal ON run (portal_url);
)sql";

// A job with its steps is one row, and a request with its commands another: of the five rows that
// an unchanged user took, and of what they cost, two are left.
constexpr const char* version_4 = R"sql(
-- A JSON array with an array for each step: kind, target, id, acts_as, once_key (null: a step of
-- every run), and once the job is closed outcome, code, reason, remote_id, attempts, evidence (its
-- number; null: nothing was changed). What is null at the end is left out.
ALTER TABLE job ADD COLUMN steps TEXT NOT NULL DEFAULT '[]';
-- Of a closed job, as a JSON array: which requests carried commands of it.
ALTER TABLE job ADD COLUMN requests TEXT;
UPDATE job SET steps = (
    SELECT json_group_array(json_array(kind, target, id, acts_as, once_key,
        outcome, code, reason, remote_id, attempts, evidence))
    FROM (SELECT * FROM step WHERE step.run = job.run AND step.job = job.number ORDER BY place));
UPDATE job SET requests = (
    SELECT json_group_array(request) FROM (SELECT DISTINCT request FROM attempt
        WHERE attempt.run = job.run AND attempt.job = job.number ORDER BY request))
    WHERE overall IS NOT NULL;

-- A JSON array with an array for each command: job, step, purpose, method, and once it is answered
-- answer, code, text, created (the id that an accepted write answered with). No answer: the
-- request's fate; where that is NULL too, unknown.
ALTER TABLE request ADD COLUMN commands TEXT NOT NULL DEFAULT '[]';
CREATE INDEX attempt_in_request ON attempt (run, request, place);
UPDATE request SET commands = (
    SELECT json_group_array(json_array(job, step, purpose, method, answer, code, text, created))
    FROM (SELECT * FROM attempt WHERE attempt.run = request.run
        AND attempt.request = request.number ORDER BY place));

DROP TABLE step;
DROP TABLE attempt;

CREATE VIEW step AS
    SELECT job.run AS run, job.number AS job, each.key AS place,
        each.value ->> 0 AS kind, each.value ->> 1 AS target, each.value ->> 2 AS id,
        each.value ->> 3 AS acts_as, each.value ->> 4 AS once_key, each.value ->> 5 AS outcome,
        each.value ->> 6 AS code, each.value ->> 7 AS reason, each.value ->> 8 AS remote_id,
        each.value ->> 9 AS attempts, each.value ->> 10 AS evidence
    FROM job, json_each(job.steps) AS each;

-- One command of one request. Slow for one job of many: `job.requests` says which ones to look at.
CREATE VIEW attempt AS
    SELECT request.run AS run, each.value ->> 0 AS job, request.number AS request,
        each.key AS place, each.value ->> 1 AS step, each.value ->> 2 AS purpose,
        each.value ->> 3 AS method, each.value ->> 4 AS answer, each.value ->> 5 AS code,
        each.value ->> 6 AS text, each.value ->> 7 AS created
    FROM request, json_each(request.commands) AS each;
)sql";

base::result<void> refuse(journal_error why) {
    return std::unexpected(base::failure{why, {}});
}

// A file without a version of ours must be an empty one: nobody's tables are touched. Within a
// transaction: another process may be making the tables, and half of a look before and half after
// it would look like nobody's journal.
base::result<std::int64_t> version_of(connection& database) {
    const auto application = database.number("PRAGMA application_id");
    if (!application) return application;
    const auto version = database.number("PRAGMA user_version");
    if (!version || *application == our_application) return version;
    const auto tables = database.number("SELECT count(*) FROM sqlite_schema");
    if (!tables) return tables;
    if (*application != 0 || *version != 0 || *tables != 0) {
        return std::unexpected(base::failure{journal_error::not_a_journal, {}});
    }
    return 0;
}

base::result<void> apply(connection& database, std::span<const char* const> steps) {
    const auto version = version_of(database);
    if (!version) return std::unexpected(version.error());
    const auto last = static_cast<std::int64_t>(steps.size());
    if (*version > last) return refuse(journal_error::newer_schema);
    if (*version < 0) return refuse(journal_error::corrupt);
    for (auto at = *version; at < last; ++at) {
        const auto done = database.execute(steps[static_cast<std::size_t>(at)]);
        if (!done) return done;
    }
    if (*version == last) return {};
    const auto stamp =
        fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", our_application, last);
    return database.execute(stamp.c_str());
}

base::result<bool> is_of_version(connection& database, std::size_t last) {
    const auto begun = database.execute("BEGIN");
    if (!begun) return std::unexpected(begun.error());
    const auto version = version_of(database);
    const auto ended = database.execute("ROLLBACK");
    if (!version) return std::unexpected(version.error());
    if (!ended) return std::unexpected(ended.error());
    return *version == static_cast<std::int64_t>(last);
}

}  // namespace

std::span<const char* const> migrations() {
    static constexpr std::array steps{version_1, version_2, version_3, version_4};
    return steps;
}

// Looked at again under the lock for writing: of two processes that start at once, one migrates.
base::result<void> migrate(connection& database, std::span<const char* const> steps) {
    const auto is_ready = is_of_version(database, steps.size());
    if (!is_ready) return std::unexpected(is_ready.error());
    if (*is_ready) return {};
    auto around = brackets::prepare(database);
    if (!around) return std::unexpected(std::move(around.error()));
    return transact(database, *around, [&] { return apply(database, steps); });
}

}  // namespace journal
