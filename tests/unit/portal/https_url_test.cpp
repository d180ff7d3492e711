#include "portal/wire/https_url.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(https_url)

BOOST_AUTO_TEST_CASE(a_redirect_leads_to_https_or_nowhere) {
    struct row {
        const char* location;
        const char* host;  // "" = refused
    };
    const row rows[] = {
        {"https://new.bitrix24.com/rest/1/abc/profile", "new.bitrix24.com"},
        {"https://new.bitrix24.com:443/rest/", "new.bitrix24.com"},
        {"https://localhost:8443/rest/1/abc/profile", "localhost:8443"},
        {"https://[::1]:8443/", "[::1]:8443"},
        {"http://new.bitrix24.com/rest/", ""},
        {"https://user:pass@new.bitrix24.com/", ""},
        {"//new.bitrix24.com/rest/", ""},
        {"/auth/", ""},
        {"https:///rest/", ""},
        {"https://new host/", ""},
        {"", ""},
    };
    for (const auto& each : rows) BOOST_TEST_CONTEXT(each.location) {
            const auto target = portal::redirect_target(each.location);
            BOOST_TEST((target ? to_string(*target) : "") == each.host);
        }
}

BOOST_AUTO_TEST_CASE(an_address_of_a_portal_is_an_origin) {
    BOOST_TEST(
        to_string(portal::parse_origin("https://ACME.bitrix24.com").value()) == "acme.bitrix24.com"
    );
    BOOST_TEST(
        to_string(portal::parse_origin("https://localhost:8443/").value()) == "localhost:8443"
    );
    const auto v6 = portal::parse_origin("https://[::1]:8443").value();
    BOOST_TEST(v6.host == "::1");
    BOOST_TEST(to_string(v6) == "[::1]:8443");
    BOOST_TEST(
        (portal::parse_origin("https://a.b:443").value() ==
         portal::parse_origin("https://a.b/").value())
    );
}

BOOST_AUTO_TEST_CASE(what_is_no_portal_is_refused_with_its_reason) {
    struct row {
        const char* address;
        const char* why;
    };
    const row rows[] = {
        {"http://acme.bitrix24.com", "must begin with https://"},
        {"acme.bitrix24.com", "is not an address (expected https://HOST/...)"},
        {"", "is not an address (expected https://HOST/...)"},
        {"https://", "names no host"},
        {"https://a.b/rest/1/code/", "must end after the host (and port)"},
        {"https://u@a.b", "must not hold a user name"},
        {"https://a.b?x=1", "must not hold '?' or '#'"},
        {"https://a.b#x", "must not hold '?' or '#'"},
        {"https://a.b:0", "names a port that is none"},
        {"https://a.b:99999", "names a port that is none"},
    };
    for (const auto& each : rows) BOOST_TEST_CONTEXT(each.address) {
            const auto made = portal::parse_origin(each.address);
            BOOST_REQUIRE(!made);
            BOOST_TEST(made.error() == each.why);
        }
}

BOOST_AUTO_TEST_SUITE_END()
