#include "document/excerpt.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(excerpt)

BOOST_AUTO_TEST_CASE(a_webhook_code_is_never_shown) {
    const std::string url = "https://acme.bitrix24.com/rest/17/s3cr3tc0de/";
    BOOST_TEST(document::in_quotes(url) == "'https://acme.bitrix24.com/rest/17/**********/'");
    BOOST_TEST(
        document::shown_line("  a: \"" + url + "\"  # " + url, 3) ==
        "  a: \"https://acme.bitrix24.com/rest/17/**********/\""
        "  # https://acme.bitrix24.com/rest/17/**********/"
    );
    BOOST_TEST(document::in_quotes("/rest/17") == "'/rest/17'");
    BOOST_TEST(document::in_quotes("/rest/app.info") == "'/rest/app.info'");
}

BOOST_AUTO_TEST_CASE(a_long_text_is_cut_where_a_character_ends) {
    BOOST_TEST(document::in_quotes(std::string(70, 'a')) == "'" + std::string(60, 'a') + "...'");
    BOOST_TEST(
        document::in_quotes("a" + std::string(35, '\0') + std::string(40, 'b')) ==
        "'a" + std::string(35, ' ') + std::string(24, 'b') + "...'"
    );
    std::string cyrillic = "a";
    for (int i = 0; i < 40; ++i) cyrillic += "д";
    BOOST_TEST(document::in_quotes(cyrillic) == "'" + cyrillic.substr(0, 59) + "...'");
}

BOOST_AUTO_TEST_CASE(a_line_keeps_its_tabs_and_shows_no_other_control_character) {
    BOOST_TEST(document::shown_line("\ta\x1b[31mb\r", 1) == "\ta?[31mb");
}

BOOST_AUTO_TEST_CASE(a_line_that_is_too_long_is_cut_or_not_shown_at_all) {
    const std::string line(1000, 'x');
    BOOST_TEST(document::shown_line(line, 5) == std::string(200, 'x') + "...");
    BOOST_TEST(document::shown_line(line, 500).empty());
}

BOOST_AUTO_TEST_SUITE_END()
