#include "journal/store.hpp"
#include "samples.hpp"
#include "temporary_directory.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <utility>

using namespace samples;
using model::kinship;

namespace {

struct fixture {
    temporary_directory directory;
    journal::store store = must(journal::store::open(directory / "journal.sqlite"));

    void start(const std::string& id, std::optional<model::kin> after = {}) {
        auto made = header(id);
        made.after = std::move(after);
        must(store.start_run(made));
    }
    static model::kin kin(kinship how, const std::string& of) { return {how, model::run_id(of)}; }

    // "one two three"
    std::string line(const std::string& of) {
        std::string all;
        for (const auto& each : must(store.line_of(model::run_id(of))))
            all += (all.empty() ? "" : " ") + each.value();
        return all;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(line_of, fixture)

BOOST_AUTO_TEST_CASE(a_run_that_continues_nothing_is_a_line_of_its_own) {
    start("one");
    start("other");
    BOOST_TEST(line("one") == "one");
}

BOOST_AUTO_TEST_CASE(from_every_run_of_it_the_line_is_the_same) {
    start("one");
    start("two", kin(kinship::continues, "one"));
    start("between");
    start("three", kin(kinship::continues, "two"));
    for (const auto* each : {"one", "two", "three"}) BOOST_TEST(line(each) == "one two three");
}

BOOST_AUTO_TEST_CASE(whoever_retries_or_takes_back_a_run_does_not_belong_to_its_line) {
    start("one");
    start("again", kin(kinship::retries, "one"));
    start("back", kin(kinship::takes_back, "one"));
    start("more", kin(kinship::continues, "again"));
    BOOST_TEST(line("one") == "one");
    BOOST_TEST(line("again") == "again more");
    BOOST_TEST(line("more") == "again more");
    BOOST_TEST(line("back") == "back");
}

// Two who went on with the same run, each not knowing of the other: both are told.
BOOST_AUTO_TEST_CASE(a_line_that_forks_is_told_whole) {
    start("one");
    start("two", kin(kinship::continues, "one"));
    start("three", kin(kinship::continues, "one"));
    BOOST_TEST(line("one") == "one two three");
    BOOST_TEST(line("three") == "one two three");
}

BOOST_AUTO_TEST_CASE(a_run_that_is_not_known_has_no_line) {
    start("one", kin(kinship::continues, "forgotten"));
    BOOST_TEST(line("one") == "one");
    const auto none = store.line_of(model::run_id("forgotten"));
    BOOST_TEST((code_of(none) == journal::journal_error::no_such_run));
}

BOOST_AUTO_TEST_SUITE_END()
