#include "journal/schema.hpp"

#include "journal/read.hpp"
#include "samples.hpp"
#include "temporary_directory.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <filesystem>
#include <fstream>

using namespace samples;

namespace {

constexpr std::array one{"CREATE TABLE note (text TEXT); INSERT INTO note VALUES ('old')"};
constexpr std::array two{one[0], "ALTER TABLE note ADD COLUMN mark TEXT DEFAULT 'new'"};
constexpr std::array broken{
    one[0], two[1], "CREATE TABLE more (x); INSERT INTO nowhere VALUES (1)"
};

struct fixture {
    temporary_directory directory;
    journal::connection database = must(journal::connection::open(empty_file()));

    std::filesystem::path empty_file() {
        const auto file = directory / "journal.sqlite";
        std::ofstream{file};
        return file;
    }

    std::int64_t version() { return must(database.number("PRAGMA user_version")); }
    std::int64_t tables() { return must(database.number("SELECT count(*) FROM sqlite_schema")); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(schema, fixture)

BOOST_AUTO_TEST_CASE(an_empty_file_gets_every_step) {
    must(journal::migrate(database, two));
    BOOST_TEST(version() == 2);
    BOOST_TEST(must(database.number("SELECT count(*) FROM note WHERE mark = 'new'")) == 1);
}

BOOST_AUTO_TEST_CASE(an_older_file_gets_what_it_lacks_and_keeps_what_it_has) {
    must(journal::migrate(database, one));
    must(database.execute("INSERT INTO note VALUES ('kept')"));
    must(journal::migrate(database, two));
    BOOST_TEST(version() == 2);
    BOOST_TEST(must(database.number("SELECT count(*) FROM note WHERE mark = 'new'")) == 2);
}

BOOST_AUTO_TEST_CASE(a_file_of_this_version_is_left_alone) {
    must(journal::migrate(database, two));
    must(journal::migrate(database, two));
    BOOST_TEST(must(database.number("SELECT count(*) FROM note")) == 1);
}

BOOST_AUTO_TEST_CASE(a_step_that_fails_leaves_the_file_as_it_was) {
    must(journal::migrate(database, one));
    BOOST_TEST(!journal::migrate(database, broken).has_value());
    BOOST_TEST(version() == 1);
    BOOST_TEST(tables() == 1);
    must(journal::migrate(database, two));
}

BOOST_AUTO_TEST_CASE(a_newer_file_is_refused) {
    must(journal::migrate(database, two));
    BOOST_TEST(
        code_of(journal::migrate(database, one)) ==
        make_error_code(journal::journal_error::newer_schema)
    );
    BOOST_TEST(version() == 2);
}

BOOST_AUTO_TEST_CASE(a_file_of_another_program_is_refused_and_left_alone) {
    const char* const others[] = {
        "CREATE TABLE theirs (x)",
        "PRAGMA application_id = 1234",
        "PRAGMA user_version = 1",
    };
    for (const auto* other : others) {
        BOOST_TEST_CONTEXT(other) {
            must(database.execute("PRAGMA application_id = 0; PRAGMA user_version = 0"));
            must(database.execute("DROP TABLE IF EXISTS theirs"));
            must(database.execute(other));
            const auto before = tables();
            BOOST_TEST(
                code_of(journal::migrate(database, journal::migrations())) ==
                make_error_code(journal::journal_error::not_a_journal)
            );
            BOOST_TEST(tables() == before);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_shipped_steps_make_a_sound_database) {
    must(journal::migrate(database, journal::migrations()));
    BOOST_TEST(version() == static_cast<std::int64_t>(journal::migrations().size()));
    BOOST_TEST(must(database.number("SELECT count(*) FROM pragma_integrity_check")) == 1);
    BOOST_TEST(
        must(database.number("SELECT integrity_check = 'ok' FROM pragma_integrity_check")) == 1
    );
}

// As muster 0.1.0 left it in mid-run: nothing of it is lost, and new runs stand beside the old.
BOOST_AUTO_TEST_CASE(a_journal_of_version_1_keeps_its_runs) {
    must(journal::migrate(database, journal::migrations().first(1)));
    must(database.execute(R"sql(
        INSERT INTO run (id, portal, portal_url, command, policies, reason, seed, started)
            VALUES ('old', 'acme', 'https://acme.example', 'apply', '["p"]', '', -1, 1000);
        INSERT INTO job (run, number, user, email, started, finished, overall)
            VALUES (1, 0, 17, 'ann@acme.example', 1001, 1002, 'changed');
        INSERT INTO job (run, number, user, email, started) VALUES (1, 1, 18, '', 1001);
        INSERT INTO evidence (before, after, changes) VALUES ('{"view":"day"}', '{"view":"week"}', '[]');
        INSERT INTO step (run, job, place, kind, target, id, acts_as, outcome, attempts, evidence)
            VALUES (1, 0, 0, 'settings', 'calendar.user.settings', '', 'user', 'changed', 2, 1);
        INSERT INTO request VALUES (1, 0, 'user-18', 'batch', 1001, NULL, NULL, NULL, NULL, NULL);
        INSERT INTO attempt VALUES
            (1, 1, 0, 0, 0, 'write', 'calendar.user.settings.set', NULL, NULL, NULL, NULL);
        INSERT INTO identity VALUES ('acme', 'print', 17, 1001);
        INSERT INTO once VALUES ('acme', 18, 'key', 'perhaps', 'old', 1001);
    )sql"));

    auto store = must(journal::store::open(directory / "journal.sqlite"));
    const auto last = static_cast<std::int64_t>(journal::migrations().size());
    BOOST_TEST(version() == last);
    const model::run_id old("old");
    const model::portal_name acme("acme");
    const auto run = must(store.find_run(old)).value();
    BOOST_TEST(run.seed == ~std::uint64_t{0});
    BOOST_TEST(!run.invocation.has_value());
    BOOST_TEST(!run.after.has_value());
    BOOST_TEST((run.life == journal::run_life::gone));
    BOOST_TEST(run.totals.users.at(model::user_outcome::changed) == 1U);
    const journal::reader reader(store);
    const auto job = must(reader.job_of(old, model::user_id(17))).value();
    BOOST_TEST(job.steps.at(0).before->at("view").as_string() == "day");
    const auto sent = must(reader.attempts_for(old, model::user_id(18)));
    BOOST_TEST_REQUIRE(sent.size() == 1U);
    BOOST_TEST((sent[0].what == journal::fate::unknown));
    BOOST_TEST(must(store.is_proven(acme, model::user_id(17), "print")));
    BOOST_TEST(
        (must(store.state_of_once(acme, model::user_id(18), "key")) == journal::once_state::perhaps)
    );
    must(store.start_run(header("new"), {.invocation = "{}"}));
    BOOST_TEST(must(store.runs()).size() == 2U);
}

// What stands in it is found by the index that the step adds.
BOOST_AUTO_TEST_CASE(a_journal_of_version_2_gets_the_index_of_portals) {
    must(journal::migrate(database, journal::migrations().first(2)));
    must(database.execute(R"sql(
        INSERT INTO run (id, portal, portal_url, command, policies, reason, seed, started)
            VALUES ('a', 'acme', 'https://acme.example', 'apply', '[]', '', 1, 1000),
                   ('b', 'branch', 'https://branch.example', 'apply', '[]', '', 1, 1000),
                   ('c', 'acme', 'https://acme.example', 'apply', '[]', '', 1, 2000);
        INSERT INTO request VALUES (1, 0, 'user-1', 'batch', 1001, 1002, 200, NULL, NULL, NULL),
                                   (2, 0, 'user-1', 'batch', 1003, 1004, 200, NULL, NULL, NULL),
                                   (3, 0, 'user-1', 'batch', 2001, NULL, NULL, NULL, NULL, NULL),
                                   (3, 1, 'user-1', 'batch', 2002, NULL, NULL, NULL, NULL, NULL);
    )sql"));
    const auto store = must(journal::store::open(directory / "journal.sqlite"));
    BOOST_TEST(
        must(database.number(
            "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name = 'run_at_portal'"
        )) == 1
    );
    const auto recent = must(journal::reader(store).recent_requests("https://acme.example", 2));
    BOOST_TEST_REQUIRE(recent.size() == 2U);
    BOOST_TEST(recent[0].sent.time_since_epoch().count() == 2001);
    BOOST_TEST(
        must(journal::reader(store).recent_requests("https://acme.example", 9)).size() == 3U
    );
    BOOST_TEST(must(store.runs()).size() == 3U);
}

// Its steps and attempts had tables of their own: they are told as before, of a job that was closed
// and of one that was left open, whatever requests they shared.
BOOST_AUTO_TEST_CASE(a_journal_of_version_3_keeps_its_steps_and_attempts) {
    must(journal::migrate(database, journal::migrations().first(3)));
    must(database.execute(R"sql(
        INSERT INTO run (id, portal, portal_url, command, policies, reason, seed, started)
            VALUES ('old', 'acme', 'https://acme.example', 'apply', '["p"]', '', 1, 1000);
        INSERT INTO job (run, number, user, email, started, finished, overall)
            VALUES (1, 0, 17, '', 1001, 1002, 'failed'), (1, 2, 19, '', 1001, 1002, 'skipped');
        INSERT INTO job (run, number, user, email, started) VALUES (1, 1, 18, '', 1001);
        INSERT INTO evidence VALUES (5, NULL, '{"NAME":"M"}', '[]');
        INSERT INTO step VALUES
            (1, 0, 0, 'collection', 'calendar.section', 'm', 'user', NULL, 'changed', NULL, NULL, '31', 2, 5),
            (1, 0, 1, 'call', 'im.notify.system.add', '', 'admin', 'a "key"', 'failed', 'X', 'why', NULL, 1, NULL),
            (1, 1, 0, 'settings', 'calendar.user.settings', '', 'user', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
        INSERT INTO request VALUES
            (1, 3, 'admin', 'batch', 1001, 1002, 200, NULL, NULL, NULL),
            (1, 4, 'user-18', 'single', 1003, NULL, NULL, NULL, NULL, NULL),
            (1, 5, 'admin', 'batch', 1004, 1005, 503, 'rejected', 'LIMIT', 'slow');
        INSERT INTO attempt VALUES
            (1, 0, 3, 0, 1, 'write', 'im.notify.system.add', 'rejected', 'X', 'why "so"', NULL),
            (1, 1, 3, 1, 0, 'read', 'profile', 'accepted', NULL, NULL, '7'),
            (1, 0, 3, 2, 0, 'read', 'calendar.section.get', 'accepted', NULL, NULL, NULL),
            (1, 1, 4, 0, 0, 'write', 'calendar.user.settings.set', NULL, NULL, NULL, NULL),
            (1, 0, 5, 0, 0, 'read', 'profile', NULL, NULL, NULL, NULL);
    )sql"));

    const auto store = must(journal::store::open(directory / "journal.sqlite"));
    const journal::reader reader(store);
    const model::run_id old("old");
    const auto closed = must(reader.job_of(old, model::user_id(17))).value();
    BOOST_TEST_REQUIRE(closed.steps.size() == 2U);
    BOOST_TEST((closed.steps[0].what == model::outcome::changed));
    BOOST_TEST(closed.steps[0].remote_id.value() == "31");
    BOOST_TEST(closed.steps[0].attempts == 2U);
    BOOST_TEST(!closed.steps[0].before.has_value());
    BOOST_TEST(closed.steps[0].after->at("NAME").as_string() == "M");
    BOOST_TEST((closed.steps[1].as == model::acts_as::admin));
    BOOST_TEST(closed.steps[1].once_key.value() == "a \"key\"");
    BOOST_TEST(closed.steps[1].reason == "why");
    const auto open = must(reader.job_of(old, model::user_id(18))).value();
    BOOST_TEST(!open.finished.has_value());
    BOOST_TEST_REQUIRE(open.steps.size() == 1U);
    BOOST_TEST(open.steps[0].target == "calendar.user.settings");
    BOOST_TEST(must(reader.job_of(old, model::user_id(19))).value().steps.empty());

    const auto of_closed = must(reader.attempts_for(old, model::user_id(17)));
    BOOST_TEST_REQUIRE(of_closed.size() == 3U);
    BOOST_TEST(of_closed[0].text == "why \"so\"");
    BOOST_TEST(of_closed[1].method == "calendar.section.get");
    BOOST_TEST(of_closed[2].code == "LIMIT");
    const auto of_open = must(reader.attempts_for(old, model::user_id(18)));
    BOOST_TEST_REQUIRE(of_open.size() == 2U);
    BOOST_TEST(of_open[0].created.value() == "7");
    BOOST_TEST((of_open[1].what == journal::fate::unknown));
    BOOST_TEST(must(reader.attempts_for(old, model::user_id(19))).empty());
}

BOOST_AUTO_TEST_SUITE_END()
