#include "portal/credential_book.hpp"

#include <boost/test/unit_test.hpp>

namespace {

portal::webhook_url webhook(const char* text) {
    return portal::webhook_url::parse(base::secret(text)).value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(credential_book)

BOOST_AUTO_TEST_CASE(finds_by_name) {
    portal::credential_book book;
    book.add(model::admin_credential(), webhook("https://a.b/rest/1/first/"));
    book.add(model::admin_credential(), webhook("https://a.b/rest/2/second/"));
    BOOST_TEST(book.size() == 1U);
    BOOST_TEST(book.find(model::admin_credential())->owner().value() == 2);
    BOOST_TEST(book.find(model::credential_of(model::user_id(1))) == nullptr);
}

// The expected text: printf 'https://a.b/rest/1/code/' | openssl dgst -sha256 -hmac salt
BOOST_AUTO_TEST_CASE(a_fingerprint_is_the_hmac_of_the_address) {
    portal::credential_book book;
    book.add(model::admin_credential(), webhook("https://A.b:443/rest/1/code"));
    BOOST_TEST(
        book.fingerprint(model::admin_credential(), "salt").value() ==
        "19b174c10a248f05f6fb46e98b2b288d8a8501e0f87f124216cdb66490ed7113"
    );
    BOOST_TEST(
        book.fingerprint(model::admin_credential(), "other").value() !=
        "19b174c10a248f05f6fb46e98b2b288d8a8501e0f87f124216cdb66490ed7113"
    );
    BOOST_TEST(!book.fingerprint(model::credential_id("nobody"), "salt").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
