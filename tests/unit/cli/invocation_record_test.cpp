#include "cli/invocation_record.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

cli::invocation_record sample() {
    return {
        cli::purpose_of_run::writes,
        "/home/ann/it desk",
        {"apply", "--limit", "sales:&Москва", "--var", "a=\"b\\c\""},
        "/home/ann/it desk/muster.yaml",
        {{"policy", "/home/ann/policy.yaml", std::string(64, 'a')}, {"roster", "/gone.csv", ""}}
    };
}

const cli::deciding_file the_policy{"policy", "/p.yaml", std::string(64, '1')};
const cli::deciding_file the_roster{"roster", "/r.csv", std::string(64, '2')};

}  // namespace

BOOST_AUTO_TEST_SUITE(invocation_record)

BOOST_AUTO_TEST_CASE(it_comes_back_as_it_was_written) {
    const auto expected = sample();
    const auto read = cli::read_invocation(to_text(expected));
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST((read->purpose == expected.purpose));
    BOOST_TEST(read->folder == expected.folder);
    BOOST_TEST(read->words == expected.words, boost::test_tools::per_element());
    BOOST_TEST(read->config == expected.config);
    BOOST_TEST_REQUIRE(read->files.size() == 2U);
    for (std::size_t at = 0; at < 2; ++at) {
        BOOST_TEST(read->files[at].what == expected.files[at].what);
        BOOST_TEST(read->files[at].path == expected.files[at].path);
        BOOST_TEST(read->files[at].sha256 == expected.files[at].sha256);
    }
}

BOOST_AUTO_TEST_CASE(a_run_that_looked_is_known_as_such) {
    auto what = sample();
    what.purpose = cli::purpose_of_run::looks;
    BOOST_TEST((cli::read_invocation(to_text(what))->purpose == cli::purpose_of_run::looks));
}

BOOST_AUTO_TEST_CASE(what_is_written_otherwise_is_a_failure_and_not_a_guess) {
    const std::string whole = to_text(sample());
    BOOST_TEST_REQUIRE(cli::read_invocation(whole).has_value());
    for (const auto* part : {"writes", "folder", "words", "config", "files", "sha256"}) {
        auto other = whole;
        other.replace(other.find('"' + std::string(part) + '"') + 1, 1, "_");
        BOOST_TEST(!cli::read_invocation(other).has_value(), part);
    }
    for (const auto* text :
         {"",
          "null",
          "[]",
          "{",
          R"({"writes":"yes","folder":"/","words":[],"config":"","files":[]})",
          R"({"writes":true,"folder":"/","words":[1],"config":"","files":[]})",
          R"({"writes":true,"folder":"/","words":[],"config":"","files":["f"]})"}) {
        const auto read = cli::read_invocation(text);
        BOOST_TEST_REQUIRE(!read.has_value(), text);
        BOOST_TEST(base::describe(read.error()).find("not written down") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(files_that_say_the_same_are_no_change) {
    BOOST_TEST(cli::changes_since({the_policy, the_roster}, {the_roster, the_policy}).empty());
    BOOST_TEST(cli::changes_since({}, {}).empty());
}

BOOST_AUTO_TEST_CASE(every_change_is_a_line_with_both_sums) {
    auto other = the_policy;
    other.sha256 = std::string(64, '9');
    const auto changed = cli::changes_since({the_policy, the_roster}, {other, the_roster});
    BOOST_TEST_REQUIRE(changed.size() == 1U);
    BOOST_TEST(
        changed[0] == "policy /p.yaml has changed (sha256 999999999999..., then 111111111111...)"
    );
    other.sha256.clear();
    BOOST_TEST(
        cli::changes_since({the_policy}, {other}).at(0) ==
        "policy /p.yaml has changed (sha256 unreadable, then 111111111111...)"
    );
}

BOOST_AUTO_TEST_CASE(what_came_and_what_went_is_told) {
    const auto changed = cli::changes_since({the_policy}, {the_roster});
    BOOST_TEST_REQUIRE(changed.size() == 2U);
    BOOST_TEST(changed[0] == "policy /p.yaml is no longer asked for");
    BOOST_TEST(changed[1] == "roster /r.csv was not asked for then");
}

// The same file in two parts may have changed in one of them only by name.
BOOST_AUTO_TEST_CASE(a_file_is_known_by_what_it_was_asked_for_as) {
    auto as_list = the_roster;
    as_list.what = "list";
    BOOST_TEST(cli::changes_since({the_roster}, {as_list}).size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
