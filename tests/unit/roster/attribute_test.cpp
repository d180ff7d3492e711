#include "roster/attribute.hpp"

#include <boost/test/unit_test.hpp>

#include <string_view>

BOOST_AUTO_TEST_SUITE(attribute)

BOOST_AUTO_TEST_CASE(an_id_is_a_whole_number_from_1) {
    BOOST_TEST(roster::parse_id("1")->value() == 1);
    BOOST_TEST(roster::parse_id("9223372036854775807")->value() == 9'223'372'036'854'775'807);
    for (const std::string_view wrong :
         {"", "0", "-1", "+1", "007", "1.0", "1 ", " 1", "12a", "x", "9223372036854775808", "１"}) {
        BOOST_TEST_CONTEXT(wrong) {
            BOOST_TEST(!roster::parse_id(wrong).has_value());
        }
    }
}

BOOST_AUTO_TEST_CASE(active_is_one_of_six_words_and_nothing_else) {
    for (const std::string_view yes : {"true", "TRUE", "True", "Y", "y", "1"}) {
        BOOST_TEST_CONTEXT(yes) {
            BOOST_TEST(roster::parse_active(yes).value_or(false));
        }
    }
    for (const std::string_view no : {"false", "FALSE", "N", "n", "0"}) {
        BOOST_TEST_CONTEXT(no) {
            BOOST_TEST(!roster::parse_active(no).value_or(true));
        }
    }
    for (const std::string_view wrong : {"", "yes", "no", "on", "t", "2", "да", " Y"}) {
        BOOST_TEST_CONTEXT(wrong) {
            BOOST_TEST(!roster::parse_active(wrong).has_value());
        }
    }
}

BOOST_AUTO_TEST_CASE(known_names_are_known_in_any_case_and_others_kept) {
    BOOST_TEST(roster::attribute_name("USER_ID") == "id");
    BOOST_TEST(roster::attribute_name("Id") == "id");
    BOOST_TEST(roster::attribute_name("EMAIL") == "email");
    BOOST_TEST(roster::attribute_name("Active") == "active");
    BOOST_TEST(roster::attribute_name("Department") == "Department");
    BOOST_TEST(roster::attribute_name("ids") == "ids");
}

BOOST_AUTO_TEST_SUITE_END()
