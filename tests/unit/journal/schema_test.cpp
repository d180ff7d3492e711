#include "journal/schema.hpp"

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

BOOST_AUTO_TEST_SUITE_END()
