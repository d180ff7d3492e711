#include "portal/webhook_url.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

std::expected<portal::webhook_url, std::string> parse(const std::string& text) {
    return portal::webhook_url::parse(base::secret(text));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(webhook_url)

BOOST_AUTO_TEST_CASE(is_read_in_every_usual_spelling) {
    for (const char* text :
         {"https://acme.bitrix24.com/rest/17/a1b2c3d4e5/",
          "https://acme.bitrix24.com/rest/17/a1b2c3d4e5",
          " https://ACME.bitrix24.com:443/rest/17/a1b2c3d4e5/\r\n"}) {
        const auto url = parse(text);
        BOOST_REQUIRE(url.has_value());
        BOOST_TEST(url->where().host == "acme.bitrix24.com");
        BOOST_TEST(url->where().port == "443");
        BOOST_TEST(url->owner().value() == 17);
        BOOST_TEST(url->code().reveal() == "a1b2c3d4e5");
        BOOST_TEST(url->path().reveal() == "/rest/17/a1b2c3d4e5/");
        BOOST_TEST(url->text().reveal() == "https://acme.bitrix24.com/rest/17/a1b2c3d4e5/");
        BOOST_TEST(url->redacted() == "https://acme.bitrix24.com/rest/17/***/");
    }
    BOOST_TEST(
        parse("https://[::1]:8443/rest/1/abc/").value().redacted() ==
        "https://[::1]:8443/rest/1/***/"
    );
}

BOOST_AUTO_TEST_CASE(what_is_none_is_refused_without_quoting_it) {
    struct row {
        const char* text;
        const char* why;
    };
    const row rows[] = {
        {"", "is not an address (expected https://HOST/...)"},
        {"s3cr3t", "is not an address (expected https://HOST/...)"},
        {"http://a.b/rest/1/s3cr3t/", "must begin with https://"},
        {"https://a.b/", "is not a webhook (expected https://HOST/rest/ID/CODE/)"},
        {"https://a.b/rest/", "names no user (expected https://HOST/rest/ID/CODE/)"},
        {"https://a.b/rest/x/s3cr3t/", "names no user (expected https://HOST/rest/ID/CODE/)"},
        {"https://a.b/rest/0/s3cr3t/", "names no user (expected https://HOST/rest/ID/CODE/)"},
        {"https://a.b/rest/-5/s3cr3t/", "names no user (expected https://HOST/rest/ID/CODE/)"},
        {"https://a.b/rest/1/",
         "holds no code (expected https://HOST/rest/ID/CODE/ with letters and digits)"},
        {"https://a.b/rest/1/s3cr3t%2F..",
         "holds no code (expected https://HOST/rest/ID/CODE/ with letters and digits)"},
        {"https://a.b/rest/1/s3cr3t/profile.json", "must end after the code, without a method"},
        {"https://a.b/rest/1/s3cr3t/?x=1", "must not hold '?' or '#'"},
        {"https://u:p@a.b/rest/1/s3cr3t/", "must not hold a user name"},
    };
    for (const auto& each : rows) BOOST_TEST_CONTEXT(each.text) {
            const auto url = parse(each.text);
            BOOST_REQUIRE(!url);
            BOOST_TEST(url.error() == each.why);
        }
}

BOOST_AUTO_TEST_SUITE_END()
