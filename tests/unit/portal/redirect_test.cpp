#include "portal/wire/redirect.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(redirect)

BOOST_AUTO_TEST_CASE(gives_the_host_of_an_https_address_only) {
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
            BOOST_TEST(portal::redirect_host(each.location).value_or("") == each.host);
        }
}

BOOST_AUTO_TEST_SUITE_END()
