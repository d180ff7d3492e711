#include "policy/glob.hpp"

#include "policy/letter_case.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

struct glob_row {
    const char* text;
    const char* pattern;
    bool fits;
};

constexpr glob_row rows[] = {
    {"Sales", "Sales", true},
    {"Sales EMEA", "Sales", false},
    {"Sales EMEA", "Sales*", true},
    {"Sales", "Sales*", true},
    {"sales", "Sales*", false},
    {"ann@contractor.example", "*@contractor.example", true},
    {"ann@contractor.example.org", "*@contractor.example", false},
    {"a@x@contractor.example", "*@contractor.example", true},
    {"", "*", true},
    {"", "?", false},
    {"", "", true},
    {"x", "", false},
    {"abcbd", "a*b?", true},
    {"abcb", "a*b?", false},
    {"mississippi", "m*iss*ip*i", true},
    {"mississippi", "m*iss*ix*i", false},
    {"Ünal", "?nal", true},
    {"日本", "??", true},
    {"日本", "?", false},
    {"R*D", "R\\*D", true},
    {"RandD", "R\\*D", false},
    {"a\\b", "a\\\\b", true},
    {"a\\b", "a\\b", true},
    {"**", "*", true},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(glob)

BOOST_AUTO_TEST_CASE(fits_the_whole_text) {
    for (const auto& row : rows) {
        BOOST_TEST_CONTEXT(row.text << " against " << row.pattern) {
            BOOST_TEST(policy::matches_glob(row.text, row.pattern) == row.fits);
        }
    }
}

BOOST_AUTO_TEST_CASE(many_stars_cost_no_more_than_text_times_pattern) {
    const std::string text(2000, 'a');
    std::string pattern;
    for (int i = 0; i < 500; ++i) pattern += "*a";
    BOOST_TEST(!policy::matches_glob(text, pattern + "b"));
    BOOST_TEST(policy::matches_glob(text, pattern));
}

BOOST_AUTO_TEST_CASE(an_escaped_star_is_no_glob) {
    BOOST_TEST(policy::is_glob("a*"));
    BOOST_TEST(policy::is_glob("a?"));
    BOOST_TEST(!policy::is_glob("a\\*"));
    BOOST_TEST(!policy::is_glob("plain"));
    BOOST_TEST(policy::is_glob("\\\\*"));
}

BOOST_AUTO_TEST_CASE(letters_change_their_case_beyond_ascii) {
    BOOST_TEST(
        policy::lower_case("ANN Ünal ЁЖИК Ždánek Ωμέγα 9!") == "ann ünal ёжик ždánek ωμέγα 9!"
    );
    BOOST_TEST(policy::upper_case("ann ünal ёжик ždánek 9!") == "ANN ÜNAL ЁЖИК ŽDÁNEK 9!");
    BOOST_TEST(policy::lower_case("×÷ß日本") == "×÷ß日本");
    BOOST_TEST(policy::upper_case("×÷ß日本") == "×÷ß日本");
}

BOOST_AUTO_TEST_SUITE_END()
