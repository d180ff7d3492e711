#include "portal/wire/reply_decoder.hpp"

#include "support/print.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace {

model::request single() {
    model::request made;
    made.commands.resize(1);
    made.commands[0].key = "c0";
    return made;
}

model::reply decode(int status, std::string_view body, std::string_view location = {}) {
    return portal::decode(single(), {status, "text/html", location, body});
}

const model::rejected& refusal_in(const model::reply& reply) {
    BOOST_REQUIRE(reply.whole.has_value());
    BOOST_REQUIRE_EQUAL(reply.answers.size(), 1U);
    BOOST_REQUIRE(std::holds_alternative<model::rejected>(reply.answers[0]));
    return std::get<model::rejected>(reply.answers[0]);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reply_decoder)

BOOST_AUTO_TEST_CASE(reads_a_result_with_its_paging_and_time) {
    const auto reply = decode(
        200,
        R"({"result":[{"ID":"1"}],"total":51,"next":"50","time":{"duration":0.25,"operating":"1.5"}})"
    );
    const auto& taken = std::get<model::accepted>(reply.answers.at(0));
    BOOST_TEST(boost::json::serialize(taken.result) == R"([{"ID":"1"}])");
    BOOST_TEST(taken.total.value() == 51);
    BOOST_TEST(taken.next.value() == 50);
    BOOST_TEST(taken.time.value().operating.value() == 1.5);
    BOOST_TEST(!taken.time.value().operating_reset_at.has_value());
    BOOST_TEST(reply.envelope.value().duration == 0.25);
    BOOST_TEST(reply.http_status == 200);
    BOOST_TEST(!reply.whole.has_value());
}

BOOST_AUTO_TEST_CASE(an_empty_result_is_a_result) {
    for (const char* result : {"null", "[]", "false", "\"\"", "0"}) {
        const auto reply = decode(200, std::string(R"({"result":)") + result + "}");
        BOOST_REQUIRE(std::holds_alternative<model::accepted>(reply.answers.at(0)));
        BOOST_TEST(
            boost::json::serialize(std::get<model::accepted>(reply.answers[0]).result) == result
        );
        BOOST_TEST(!reply.envelope.has_value());
    }
}

BOOST_AUTO_TEST_CASE(escapes_are_undone) {
    const auto reply =
        decode(200, R"({"result":"\u003Cb\u003E \u0414\u0430 \ud83d\ude00","time":[]})");
    const auto& taken = std::get<model::accepted>(reply.answers.at(0));
    BOOST_TEST(taken.result.as_string().c_str() == "<b> Да 😀");
}

BOOST_AUTO_TEST_CASE(a_refusal_is_known_by_its_key_and_not_by_its_status) {
    struct row {
        const char* name;
        int status;
        const char* body;
        const char* code;
        const char* text;
        model::reaction what_to_do;
    };
    using model::reaction;
    const row rows[] = {
        {"a code",
         401,
         R"({"error":"NO_AUTH_FOUND","error_description":"Wrong authorization data"})",
         "NO_AUTH_FOUND",
         "Wrong authorization data",
         reaction::stop_credential},
        {"with status 200",
         200,
         R"({"error":"wrong_client","error_description":"x"})",
         "wrong_client",
         "x",
         reaction::stop_portal},
        {"an empty code",
         400,
         R"({"error":"","error_description":"not set"})",
         "",
         "not set",
         reaction::fail},
        {"a number", 400, R"({"error":100,"error_description":"x"})", "100", "x", reaction::fail},
        {"numeric text", 400, R"({"error":"0"})", "0", "", reaction::fail},
        {"a null code without a result",
         400,
         R"({"error":null,"error_description":"x"})",
         "",
         "x",
         reaction::fail},
        {"beside a result",
         400,
         R"({"result":null,"error":"","error_description":"x"})",
         "",
         "x",
         reaction::fail},
        {"a limit with a JSON 503",
         503,
         R"({"error":"QUERY_LIMIT_EXCEEDED","error_description":"Too many requests"})",
         "QUERY_LIMIT_EXCEEDED",
         "Too many requests",
         reaction::slow_down},
        {"overload is no rate limit",
         503,
         R"({"error":"OVERLOAD_LIMIT"})",
         "OVERLOAD_LIMIT",
         "",
         reaction::stop_portal},
        {"REST 3.0",
         400,
         R"({"error":{"code":"BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTVALIDATIONEXCEPTION","message":"bad","validation":[{"field":"nodeId","message":"required"}]}})",
         "BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTVALIDATIONEXCEPTION",
         "bad; nodeId: required",
         reaction::fail},
        {"control characters",
         400,
         "{\"error\":\"X\",\"error_description\":\"a\\u001b[31mb\\nc\"}",
         "X",
         "a [31mb c",
         reaction::fail},
    };
    for (const auto& each : rows) BOOST_TEST_CONTEXT(each.name) {
            const auto reply = decode(each.status, each.body);
            const auto& refused = refusal_in(reply);
            BOOST_TEST(refused.code == each.code);
            BOOST_TEST(refused.text == each.text);
            BOOST_TEST(refused.what_to_do == each.what_to_do);
            BOOST_TEST(refused.http_status == each.status);
        }
}

BOOST_AUTO_TEST_CASE(a_long_text_is_cut_between_characters) {
    std::string text;
    for (int i = 0; i < 300; ++i) text += "Да";
    const auto reply = decode(400, R"({"error":"X","error_description":"я)" + text + "\"}");
    const auto& cut = refusal_in(reply).text;
    BOOST_TEST(cut.size() <= 503U);
    BOOST_TEST(cut.ends_with("..."));
    const auto last = static_cast<unsigned char>(cut[cut.size() - 4]);
    BOOST_TEST((last & 0xC0U) == 0x80U);  // the second byte of a letter, not the first
}

BOOST_AUTO_TEST_CASE(what_cannot_be_understood_is_unknown) {
    struct row {
        const char* name;
        int status;
        const char* body;
    };
    const row rows[] = {
        {"a page of a gateway", 502, "<html>Bad gateway</html>"},
        {"a page of a gateway's time-out", 504, "<html>"},
        {"a page of a server", 500, "<html>"},
        {"a page with 200", 200, "<html>maintenance</html>"},
        {"nothing", 200, ""},
        {"cut JSON", 200, R"({"result":{"a":1)"},
        {"JSON with a tail", 200, R"({"result":1}{"result":2})"},
        {"bad UTF-8", 200, "{\"result\":\"\xff\"}"},
        {"a list", 200, "[1]"},
        {"neither result nor error", 200, R"({"time":{}})"},
        {"a result with a server's error", 500, R"({"result":true})"},
        {"no content", 204, ""},
        {"request time-out", 408, "<html>"},
    };
    for (const auto& each : rows) BOOST_TEST_CONTEXT(each.name) {
            const auto reply = decode(each.status, each.body);
            BOOST_TEST(reply.http_status == each.status);
            BOOST_REQUIRE(reply.whole.has_value());
            BOOST_TEST(std::holds_alternative<model::unknown>(*reply.whole));
            BOOST_TEST(std::holds_alternative<model::unknown>(reply.answers.at(0)));
        }
}

BOOST_AUTO_TEST_CASE(a_page_is_told_by_its_type_and_never_quoted) {
    struct row {
        const char* type;
        const char* body;
        const char* why;
    };
    const row rows[] = {
        {"text/html; charset=utf-8", "<p>/rest/1/code", "HTTP 502 with text/html in place of JSON"},
        {"text/html", "", "HTTP 502 with nothing in place of JSON"},
        {"", "x", "HTTP 502 with something in place of JSON"},
        {"a\x1b[31m", "x", "HTTP 502 with something in place of JSON"},
    };
    for (const auto& each : rows) {
        const auto reply = portal::decode(single(), {502, each.type, "", each.body});
        BOOST_TEST(std::get<model::unknown>(reply.answers.at(0)).why == each.why);
    }
}

BOOST_AUTO_TEST_CASE(nesting_is_bounded) {
    const std::string deep =
        R"({"result":)" + std::string(100'000, '[') + std::string(100'000, ']') + "}";
    BOOST_TEST(std::holds_alternative<model::unknown>(decode(200, deep).answers.at(0)));
}

BOOST_AUTO_TEST_CASE(pages_that_say_no_are_refusals) {
    for (const int status : {503, 429}) {
        const auto reply = decode(status, "<html>busy</html>");
        BOOST_TEST(refusal_in(reply).code == "http-503");
        BOOST_TEST(refusal_in(reply).what_to_do == model::reaction::slow_down);
        BOOST_TEST(refusal_in(reply).took == model::effect::none);
    }
    const auto reply = decode(404, "<html>nginx, /rest/1/secretcode/profile not found</html>");
    BOOST_TEST(refusal_in(reply).code == "not-a-portal");
    BOOST_TEST(refusal_in(reply).took == model::effect::possible);
    BOOST_TEST(refusal_in(reply).text.find("secretcode") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_moved_portal_is_told_of_without_its_path) {
    const auto reply = decode(302, "<html>", "https://new.bitrix24.com/rest/1/secretcode/profile");
    BOOST_TEST(reply.moved_to.value() == "new.bitrix24.com");
    BOOST_TEST(refusal_in(reply).what_to_do == model::reaction::stop_portal);
    BOOST_TEST(refusal_in(reply).took == model::effect::none);
    BOOST_TEST(refusal_in(reply).text == "the portal has moved to new.bitrix24.com");
}

BOOST_AUTO_TEST_CASE(a_move_away_from_https_is_refused) {
    for (const char* location : {"http://new.bitrix24.com/", "/auth/", ""}) {
        const auto reply = decode(302, "", location);
        BOOST_TEST(!reply.moved_to.has_value());
        BOOST_TEST(refusal_in(reply).what_to_do == model::reaction::stop_portal);
    }
}

BOOST_AUTO_TEST_SUITE_END()
