#include "portal-sim/core/parse_url.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

using portal_sim::php::parse_url;

struct row {
    const char* text;
    const char* path;   // "-" = not set
    const char* query;  // "-" = not set
};

std::string shown(const std::optional<std::string>& part) {
    return part.value_or("-");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(parse_url_of_php)

BOOST_AUTO_TEST_CASE(commands_are_cut_as_php_cuts_them) {
    const std::vector<row> rows{
        {"user.get", "user.get", "-"},
        {"user.get?", "user.get", ""},
        {"user.get?ID=5&x=1", "user.get", "ID=5&x=1"},
        {"/user.get?ID=5", "/user.get", "ID=5"},
        {"user.get?a=1?b=2", "user.get", "a=1?b=2"},
        {"m?color=#9cbeee&x=1", "m", "color="},
        {"m#f?x=1", "m", "-"},
        {"m?t=12:30", "m", "t=12:30"},
        {"m?u=http://x/y", "m", "u=http://x/y"},
        {"a:80?x=1", "80", "x=1"},
        {"a:80", "-", "-"},
        {"a:80/p?x=1", "/p", "x=1"},
        {"calendar:get?x=1", "get", "x=1"},
        {"a_b:80/p?x=1", "/p", "x=1"},
        {"a_b:cd?x=1", "a_b:cd", "x=1"},
        {"http://host/p?q#f", "/p", "q"},
        {"//host/p?q", "/p", "q"},
        {"", "", "-"},
        {"?x=1", "-", "x=1"},
        {"m?a=\x01\x7f", "m", "a=__"},
        {"Метод?x=1", "Метод", "x=1"},
    };
    for (const auto& row : rows) {
        BOOST_TEST_CONTEXT(row.text) {
            const auto parts = parse_url(row.text);
            BOOST_TEST_REQUIRE(parts.has_value());
            BOOST_TEST(shown(parts->path) == row.path);
            BOOST_TEST(shown(parts->query) == row.query);
        }
    }
}

BOOST_AUTO_TEST_CASE(authority_is_taken_apart) {
    const auto parts = parse_url("https://me:word@[::1]:8443/a?b#c");
    BOOST_TEST_REQUIRE(parts.has_value());
    BOOST_TEST(shown(parts->scheme) == "https");
    BOOST_TEST(shown(parts->user) == "me");
    BOOST_TEST(shown(parts->password) == "word");
    BOOST_TEST(shown(parts->host) == "[::1]");
    BOOST_TEST(parts->port.value_or(0) == 8443);
    BOOST_TEST(shown(parts->fragment) == "c");

    const auto port_first = parse_url("host:80");
    BOOST_TEST_REQUIRE(port_first.has_value());
    BOOST_TEST(shown(port_first->host) == "host");
    BOOST_TEST(port_first->port.value_or(0) == 80);

    const auto mail = parse_url("mailto:a@b.c");
    BOOST_TEST_REQUIRE(mail.has_value());
    BOOST_TEST(shown(mail->scheme) == "mailto");
    BOOST_TEST(shown(mail->path) == "a@b.c");
}

BOOST_AUTO_TEST_CASE(what_php_calls_false_is_nothing) {
    for (const char* text :
         {"http://", "http://:80", "//", "http://host:99999/", "a_b:99999/", ":"})
        BOOST_TEST(!parse_url(text).has_value(), text);
}

BOOST_AUTO_TEST_SUITE_END()
