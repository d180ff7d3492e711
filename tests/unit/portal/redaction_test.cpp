#include "portal/redaction.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(redaction)

BOOST_AUTO_TEST_CASE(every_appearance_goes) {
    std::string text = "codecode at /rest/1/code/ and Code";
    portal::redact(text, base::secret("code"));
    BOOST_TEST(text == "****** at /rest/1/***/ and Code");
    std::string stars = "a * b";
    portal::redact(stars, base::secret("*"));
    BOOST_TEST(stars == "a *** b");
    portal::redact(stars, base::secret());
    BOOST_TEST(stars == "a *** b");
}

BOOST_AUTO_TEST_CASE(every_text_of_a_reply_is_looked_at) {
    const base::secret hidden("s3cr3t");
    model::reply reply;
    reply.answers.emplace_back(model::not_sent{model::not_sent_reason::none, "s3cr3t"});
    reply.answers.emplace_back(model::rejected{.code = "s3cr3t", .text = "at s3cr3t"});
    reply.answers.emplace_back(model::unknown{"s3cr3t lost"});
    reply.whole = model::unknown{"s3cr3t"};
    reply.moved_to = "s3cr3t.example";
    portal::redact(reply, hidden);
    BOOST_TEST(std::get<model::not_sent>(reply.answers[0]).text == "***");
    BOOST_TEST(std::get<model::rejected>(reply.answers[1]).code == "***");
    BOOST_TEST(std::get<model::rejected>(reply.answers[1]).text == "at ***");
    BOOST_TEST(std::get<model::unknown>(reply.answers[2]).why == "*** lost");
    BOOST_TEST(std::get<model::unknown>(*reply.whole).why == "***");
    BOOST_TEST(*reply.moved_to == "***.example");
}

BOOST_AUTO_TEST_SUITE_END()
