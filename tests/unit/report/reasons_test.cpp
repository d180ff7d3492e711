#include "report/reasons.hpp"

#include "unit/report/sample_run.hpp"

#include <boost/test/unit_test.hpp>

#include <array>

namespace {

struct shape_row {
    const char* text;
    const char* expected;
};

constexpr std::array<shape_row, 10> shapes{{
    {"Access denied", "Access denied"},
    {"Section 4711 not found", "Section # not found"},
    {"12.05 and 7", "#.# and #"},
    {"the \"name\" parameter", "the \"…\" parameter"},
    {"it's 5 o'clock", "it's # o'clock"},
    {"no section 'Anna's' is there", "no section '…'s' is there"},
    {"the value ('week') of 7", "the value ('…') of #"},
    {"a lone \" 5", "a lone \" #"},
    {"user ann@acme.example is away", "user … is away"},
    {"", ""},
}};

model::user person(std::int64_t id) {
    return sample::user(id, "u" + std::to_string(id) + "@acme.example");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reasons)

BOOST_AUTO_TEST_CASE(texts_that_differ_only_in_particulars_have_one_shape) {
    for (const auto& row : shapes) BOOST_TEST(report::text_shape(row.text) == row.expected);
}

BOOST_AUTO_TEST_CASE(one_text_is_shown_as_it_is_and_several_as_their_shape) {
    report::reasons all;
    all.add("E", "Section 4711 not found", "calendar.section", person(1));
    all.add("E", "Section 4711 not found", "calendar.section", person(2));
    BOOST_TEST(all.by_count().at(0).text == "Section 4711 not found");
    all.add("E", "Section 4712 not found", "calendar.section", person(3));
    const auto groups = all.by_count();
    BOOST_TEST(groups.size() == 1U);
    BOOST_TEST(groups[0].text == "Section # not found");
    BOOST_TEST(groups[0].users == 3U);
}

BOOST_AUTO_TEST_CASE(the_same_text_under_another_code_is_another_reason) {
    report::reasons all;
    all.add("A", "Access denied", "", person(1));
    all.add("B", "Access denied", "", person(2));
    BOOST_TEST(all.by_count().size() == 2U);
}

BOOST_AUTO_TEST_CASE(three_users_are_named_and_all_are_counted) {
    report::reasons all;
    for (int id = 1; id <= 5; ++id) all.add("E", "no", id < 3 ? "a" : "b", person(id));
    const auto group = all.by_count().at(0);
    const std::vector<std::string> named{
        "1 u1@acme.example", "2 u2@acme.example", "3 u3@acme.example"
    };
    const std::vector<std::string> targets{"a", "b"};
    BOOST_TEST(group.users == 5U);
    BOOST_TEST(group.samples == named, boost::test_tools::per_element());
    BOOST_TEST(group.targets == targets, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_most_frequent_comes_first_and_the_rest_by_code) {
    report::reasons all;
    all.add("Z", "", "", person(1));
    all.add("A", "", "", person(2));
    all.add("M", "", "", person(3));
    all.add("M", "", "", person(4));
    const auto groups = all.by_count();
    BOOST_TEST(groups.at(0).code == "M");
    BOOST_TEST(groups.at(1).code == "A");
    BOOST_TEST(groups.at(2).code == "Z");
}

BOOST_AUTO_TEST_CASE(a_portal_that_never_says_the_same_twice_does_not_fill_the_memory) {
    report::reasons all;
    for (int i = 0; i < 5000; ++i) {
        std::string word(1, static_cast<char>('a' + i % 26));
        word += static_cast<char>('a' + i / 26 % 26);
        word += static_cast<char>('a' + i / 676);
        all.add("CODE_" + word, word, "", person(i));
    }
    const auto groups = all.by_count();
    std::uint64_t users = 0;
    for (const auto& group : groups) users += group.users;
    BOOST_TEST(groups.size() <= 101U);
    BOOST_TEST(users == 5000U);
    BOOST_TEST(groups.at(0).text == "(other reasons)");
}

BOOST_AUTO_TEST_CASE(a_text_without_end_is_cut) {
    report::reasons all;
    all.add("E", std::string(100'000, 'x'), "", person(1));
    BOOST_TEST(all.by_count().at(0).text.size() < 400U);
    std::string marks = "a";  // combining marks take no room on a terminal, but in memory
    for (int i = 0; i < 10'000; ++i) marks += "\u0301";
    all.add(marks, marks, "", person(2));
    for (const auto& group : all.by_count()) {
        BOOST_TEST(group.text.size() < 4000U);
        BOOST_TEST(group.code.size() < 1000U);
    }
}

BOOST_AUTO_TEST_SUITE_END()
