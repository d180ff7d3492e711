// Whom a portal's certificate is believed.
#include "https_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>

using support::validity;

namespace {

bool holds(const std::string& text, const std::string& what) {
    return text.find(what) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(https_certificates, https_fixture)

BOOST_AUTO_TEST_CASE(the_name_or_address_of_the_certificate_decides) {
    struct row {
        const char* names;
        validity when;
        const char* host;
        const char* told;  // how the reply begins, and something that it holds
        const char* holds;
    };
    const char* const trusted = "accepted true";
    const char* const refused = "not_sent untrusted: the certificate of ";
    const row rows[] = {
        {"DNS:localhost", validity::now, "localhost", trusted, ""},
        {"IP:127.0.0.1", validity::now, "127.0.0.1", trusted, ""},
        {"DNS:other.example", validity::now, "localhost", refused, "is for another host"},
        {"DNS:localhost", validity::now, "127.0.0.1", refused, "is for another host"},
        {"IP:127.0.0.1", validity::now, "localhost", refused, "is for another host"},
        {"DNS:l*.localdomain,DNS:*", validity::now, "localhost", refused, "is for another host"},
        {"DNS:localhost", validity::ended, "localhost", refused, "has expired"},
        {"DNS:localhost", validity::not_begun, "localhost", refused, "is not yet valid"},
    };
    for (const auto& each : rows) BOOST_TEST_CONTEXT(each.names << " for " << each.host) {
            use_stub(each.names, each.when);
            open(options(each.host));
            const auto text = told(send());
            BOOST_TEST(text.starts_with(each.told), text);
            BOOST_TEST(holds(text, each.holds), text);
            if (each.told == refused) BOOST_TEST(stub->requests().empty());
            run([this]() { return portal->close(); });
            portal.reset();
        }
}

BOOST_AUTO_TEST_CASE(another_authority_is_not_trusted) {
    const auto other = (folder / "other.pem").string();
    std::ofstream(other) << support::certificate_authority().pem();
    auto settings = options();
    settings.ca_file = other;
    open(settings);
    const auto text = told(send());
    BOOST_TEST(text.starts_with("not_sent untrusted: the certificate of localhost"), text);
    BOOST_TEST(holds(text, "checked against the CA file " + other), text);
    BOOST_TEST(stub->requests().empty());
}

BOOST_AUTO_TEST_CASE(without_a_ca_file_the_systems_authorities_decide) {
    auto settings = options();
    settings.ca_file.clear();
    open(settings);
    const auto text = told(send());
    BOOST_TEST(text.starts_with("not_sent untrusted: "), text);
    BOOST_TEST(holds(text, "the system's certificate authorities"), text);
}

BOOST_AUTO_TEST_CASE(a_ca_file_that_cannot_be_read_is_said_before_anything_is_sent) {
    const auto empty = (folder / "empty.pem").string();
    std::ofstream(empty) << "no certificate\n";
    for (const auto& file : {(folder / "missing.pem").string(), empty}) {
        auto settings = options();
        settings.ca_file = file;
        open(settings);
        const auto ready = portal->ready();
        BOOST_REQUIRE(!ready);
        BOOST_TEST(ready.error().doing.starts_with("CA file " + file + ": "), ready.error().doing);
        BOOST_TEST(told(send()).starts_with("not_sent untrusted: cannot read the CA file " + file));
        BOOST_TEST(stub->connections() == 0U);
        run([this]() { return portal->close(); });
        portal.reset();
    }
    open();
    BOOST_TEST(portal->ready().has_value());
}

BOOST_AUTO_TEST_SUITE_END()
