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

BOOST_AUTO_TEST_CASE(users_of_an_application_share_its_budget_and_a_webhook_has_its_own) {
    portal::credential_book book;
    const auto seven = model::credential_of(model::user_id(7));
    const auto eight = model::credential_of(model::user_id(8));
    book.add(seven, portal::app_user{model::user_id(7), "local.1", "m", ""});
    book.add(eight, portal::app_user{model::user_id(8), "local.1", "m", ""});
    book.add(model::admin_credential(), webhook("https://a.b/rest/1/code/"));
    BOOST_TEST(book.knows(seven));
    BOOST_TEST(book.find(seven) == nullptr);
    BOOST_TEST((book.budget_owner(seven) == book.budget_owner(eight)));
    BOOST_TEST((book.budget_owner(model::admin_credential()) == model::admin_credential()));
}

// The expected text: printf 'oauth\nlocal.1\nm\n7\n' | openssl dgst -sha256 -hmac salt
BOOST_AUTO_TEST_CASE(a_fingerprint_of_an_applications_user_outlives_his_tokens_and_not_his_enrolment
) {
    const auto print = [](portal::app_user who) {
        portal::credential_book book;
        book.add(model::admin_credential(), std::move(who));
        return book.fingerprint(model::admin_credential(), "salt").value();
    };
    const auto known = print({model::user_id(7), "local.1", "m", ""});
    BOOST_TEST(known == "eb84c2754baefedf4c17604633dc2ea4b5495c0e8eeadf504b547c34dee68fad");
    BOOST_TEST(print({model::user_id(8), "local.1", "m", ""}) != known);
    BOOST_TEST(print({model::user_id(7), "local.2", "m", ""}) != known);
    BOOST_TEST(print({model::user_id(7), "local.1", "n", ""}) != known);
    BOOST_TEST(print({model::user_id(7), "local.1", "m", "2"}) != known);
}

BOOST_AUTO_TEST_SUITE_END()
