#include "journal/statement.hpp"

#include "journal/connection.hpp"
#include "samples.hpp"
#include "temporary_directory.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <fstream>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

using namespace samples;

namespace {

struct fixture {
    temporary_directory directory;
    journal::connection database = must(journal::connection::open(empty_file()));

    std::filesystem::path empty_file() {
        const auto file = directory / "any.sqlite";
        std::ofstream{file};
        return file;
    }
    journal::statement prepared(std::string_view text) { return must(database.prepare(text)); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(statement, fixture)

BOOST_AUTO_TEST_CASE(texts_come_back_byte_for_byte) {
    const std::string long_text(100000, 'x');
    auto echo = prepared("SELECT ?1, ?1 IS NULL, length(CAST(?1 AS BLOB))");
    for (const std::string_view text :
         {std::string_view(),
          std::string_view(""),
          std::string_view("a\0b", 3),
          std::string_view("\xFF\xC0z"),
          std::string_view("Встречи \U0001F4C5"),
          std::string_view(long_text)}) {
        auto found = echo.ask(text);
        BOOST_TEST_REQUIRE(must(found.next()));
        BOOST_TEST(found.text(0) == text);
        BOOST_TEST(found.number(1) == 0);  // an empty text is a text
        BOOST_TEST(found.number(2) == static_cast<std::int64_t>(text.size()));
    }
}

BOOST_AUTO_TEST_CASE(numbers_come_back_to_the_last_bit) {
    auto echo = prepared("SELECT ?");
    for (const std::uint64_t number :
         {std::uint64_t{0},
          std::uint64_t{1},
          std::uint64_t{0xFEDCBA9876543210},
          std::numeric_limits<std::uint64_t>::max()}) {
        auto found = echo.ask(number);
        BOOST_TEST_REQUIRE(must(found.next()));
        BOOST_TEST(static_cast<std::uint64_t>(found.number(0)) == number);
    }
}

BOOST_AUTO_TEST_CASE(nothing_is_null) {
    auto echo = prepared("SELECT ?, ?");
    auto found = echo.ask(std::optional<std::string>(), std::optional<std::int64_t>(7));
    BOOST_TEST_REQUIRE(must(found.next()));
    BOOST_TEST(found.is_null(0));
    BOOST_TEST(!found.text_if_any(0).has_value());
    BOOST_TEST(!found.number_if_any(0).has_value());
    BOOST_TEST(found.text(0).empty());
    BOOST_TEST((found.number_if_any(1) == std::optional<std::int64_t>(7)));
    BOOST_TEST(!must(found.next()));
}

// The text need not outlive the question, but must outlive the rows: SQLite keeps its own.
BOOST_AUTO_TEST_CASE(a_question_keeps_its_texts) {
    auto echo = prepared("SELECT ?");
    auto found = [&] {
        const std::string gone = "a text that is too long for the small buffer of a string";
        return echo.ask(gone);
    }();
    BOOST_TEST_REQUIRE(must(found.next()));
    BOOST_TEST(found.text(0).starts_with("a text that is too long"));
}

BOOST_AUTO_TEST_CASE(after_a_failure_it_can_be_run_again) {
    must(database.execute("CREATE TABLE note (number INTEGER PRIMARY KEY)"));
    auto insert = prepared("INSERT INTO note VALUES (?)");
    must(insert.run(1));
    const auto again = insert.run(1);
    BOOST_TEST(code_of(again) == make_error_code(journal::journal_error::conflict));
    BOOST_TEST(again.error().doing == "UNIQUE constraint failed: note.number");
    must(insert.run(2));
    BOOST_TEST(must(database.number("SELECT count(*) FROM note")) == 2);
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_the_tables_is_said_in_sqlites_words) {
    const auto wrong = database.prepare("SELECT x FROM nowhere");
    BOOST_TEST_REQUIRE(!wrong.has_value());
    BOOST_TEST(wrong.error().code == make_error_code(journal::journal_error::unexpected));
    BOOST_TEST(wrong.error().doing == "no such table: nowhere");
}

BOOST_AUTO_TEST_SUITE_END()
