#include "portal/wire/batch_encoder.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace {

model::command command(std::string key, std::string method, std::string_view params) {
    model::command made;
    made.key = std::move(key);
    made.method = std::move(method);
    made.params = boost::json::parse(params).as_object();
    return made;
}

model::request batch(std::vector<model::command> commands) {
    model::request made;
    made.form = model::request_form::batch;
    made.commands = std::move(commands);
    return made;
}

// The one command string of a batch that holds only this.
std::string query_of(const model::command& what) {
    const auto body = portal::encode_batch(batch({what}));
    if (!body) return "refused: " + body.error();
    const auto parsed = boost::json::parse(*body);
    const auto& text = parsed.at("cmd").at(what.key).as_string();
    return std::string(std::string_view(text));
}

std::string query_of(std::string_view params) {
    return query_of(command("c0", "m", params));
}

struct row {
    const char* name;
    const char* params;
    const char* query;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(batch_encoder)

BOOST_AUTO_TEST_CASE(writes_values_as_php_reads_them) {
    const row rows[] = {
        {"no parameters", "{}", "m"},
        {"text", R"({"a":"week"})", "m?a=week"},
        {"empty text", R"({"a":""})", "m?a="},
        {"booleans", R"({"a":true,"b":false})", "m?a=1&b=0"},
        {"whole numbers", R"({"a":-7,"b":18446744073709551615})", "m?a=-7&b=18446744073709551615"},
        {"a double that is whole", R"({"a":3.0})", "m?a=3"},
        {"a fraction", R"({"a":0.25})", "m?a=0.25"},
        {"nested", R"({"settings":{"view":"week"}})", "m?settings%5Bview%5D=week"},
        {"two deep", R"({"a":{"b":{"c":1}}})", "m?a%5Bb%5D%5Bc%5D=1"},
        {"list", R"({"a":[5,"x"]})", "m?a%5B0%5D=5&a%5B1%5D=x"},
        {"list of objects",
         R"({"a":[{"t":"min"},{"t":"day"}]})",
         "m?a%5B0%5D%5Bt%5D=min&a%5B1%5D%5Bt%5D=day"},
        {"order is kept", R"({"b":1,"a":2})", "m?b=1&a=2"},
        {"a colour", R"({"c":"#9cbeee"})", "m?c=%239cbeee"},
        {"plus, ampersand, space", R"({"c":"a+b&c d"})", "m?c=a%2Bb%26c%20d"},
        {"percent", R"({"c":"100%41"})", "m?c=100%2541"},
        {"quote and backslash", R"({"c":"\"\\"})", "m?c=%22%5C"},
        {"control characters", "{\"c\":\"\\u0001\\n\\u0000\"}", "m?c=%01%0A%00"},
        {"Cyrillic", "{\"c\":\"Да\"}", "m?c=%D0%94%D0%B0"},
        {"an emoji", "{\"c\":\"\\ud83d\\ude00\"}", "m?c=%F0%9F%98%80"},
        {"unreserved as they are", R"({"c":"aZ09-_.~"})", "m?c=aZ09-_.~"},
        {"a filter's name", R"({"FILTER":{">=ID":5}})", "m?FILTER%5B%3E%3DID%5D=5"},
        {"dots and blanks below the top", R"({"a":{"b.c d":1}})", "m?a%5Bb.c%20d%5D=1"},
        {"a dollar that is no reference",
         R"({"c":"$5 [x] $result $resulting"})",
         "m?c=%245%20%5Bx%5D%20%24result%20%24resulting"},
    };
    for (const auto& each : rows) BOOST_TEST_CONTEXT(each.name) {
            BOOST_TEST(query_of(each.params) == each.query);
        }
}

BOOST_AUTO_TEST_CASE(refuses_what_a_batch_cannot_say) {
    const row rows[] = {
        {"null", R"({"a":null})", "refused: m: is null, which a batch cannot say"},
        {"null below", R"({"a":{"b":[1,null]}})", "refused: m: is null, which a batch cannot say"},
        {"empty list",
         R"({"a":[]})",
         "refused: m: is an empty list or object, which a batch cannot say"},
        {"empty object",
         R"({"a":{"b":{}}})",
         "refused: m: is an empty list or object, which a batch cannot say"},
        {"huge number", R"({"a":1e300})", "refused: m: is too large or too small a number"},
        {"text with a reference",
         R"({"a":"see $RESULT[x]"})",
         "refused: m: is a text that the portal would take for a reference"},
        {"reference with letters between",
         R"({"a":"$errors.of[0]"})",
         "refused: m: is a text that the portal would take for a reference"},
        {"dot at the top",
         R"({"a.b":1})",
         "refused: m: has a parameter name that the portal would change"},
        {"blank at the top",
         R"({"a b":1})",
         "refused: m: has a parameter name that the portal would change"},
        {"bracket in a name",
         R"({"a":{"b]":1}})",
         "refused: m: has a parameter name that the portal would change"},
        {"empty name", R"({"":1})", "refused: m: has a parameter name that the portal would change"
        },
        {"blank name below",
         R"({"a":{" ":1}})",
         "refused: m: has a parameter name that the portal would change"},
        {"NUL in a name",
         "{\"a\":{\"b\\u0000\":1}}",
         "refused: m: has a parameter name that the portal would change"},
    };
    for (const auto& each : rows) BOOST_TEST_CONTEXT(each.name) {
            BOOST_TEST(query_of(each.params) == each.query);
        }
}

BOOST_AUTO_TEST_CASE(refuses_text_that_is_not_utf8) {
    for (const char* bad :
         {"\xC3", "\x80", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "a\xE2\x82"}) {
        auto what = command("c0", "m", "{}");
        what.params["a"] = bad;
        BOOST_TEST(query_of(what) == "refused: m: is a text that is not UTF-8");
    }
}

BOOST_AUTO_TEST_CASE(refuses_more_values_than_php_takes) {
    auto what = command("c0", "m", "{}");
    auto& list = what.params["a"].emplace_array();
    list.resize(1000, 1);
    BOOST_TEST(query_of(what).starts_with("m?a%5B0%5D=1"));
    what.params["b"] = 1;
    BOOST_TEST(query_of(what) == "refused: m: has more than 1000 values");
}

BOOST_AUTO_TEST_CASE(refuses_what_is_nested_too_deeply) {
    model::value deep = 1;
    for (int i = 0; i < 40; ++i) deep = model::object{{"a", std::move(deep)}};
    auto what = command("c0", "m", "{}");
    what.params["a"] = std::move(deep);
    BOOST_TEST(query_of(what) == "refused: m: is nested too deeply");
}

BOOST_AUTO_TEST_CASE(writes_a_reference_at_its_path) {
    const auto add = command("s1", "calendar.section.add", R"({"type":"user"})");
    auto set = command("c2", "calendar.user.settings.set", R"({"settings":{"view":"week"}})");
    set.references.push_back({{"settings", "meetSection"}, "s1"});
    const auto body = portal::encode_batch(batch({add, set}));
    BOOST_REQUIRE(body);
    BOOST_TEST(
        *body ==
        R"({"halt":0,"cmd":{"s1":"calendar.section.add?type=user","c2":"calendar.user.settings.set)"
        R"(?settings%5Bview%5D=week&settings%5BmeetSection%5D=%24result%5Bs1%5D"}})"
    );
}

BOOST_AUTO_TEST_CASE(an_empty_object_may_wait_for_a_reference) {
    const auto add = command("s1", "a", "{}");
    auto set = command("c2", "b", R"({"settings":{}})");
    set.references.push_back({{"settings", "meetSection"}, "s1"});
    const auto body = portal::encode_batch(batch({add, set}));
    BOOST_REQUIRE(body);
    BOOST_TEST(
        body->find(R"("b?settings%5BmeetSection%5D=%24result%5Bs1%5D")") != std::string::npos
    );
}

BOOST_AUTO_TEST_CASE(a_reference_needs_an_earlier_command) {
    auto set = command("c2", "b", "{}");
    set.references.push_back({{"x"}, "s1"});
    const auto late = command("s1", "a", "{}");
    const auto body = portal::encode_batch(batch({set, late}));
    BOOST_REQUIRE(!body);
    BOOST_TEST(body.error() == "b: refers to a command that does not stand before it");
}

BOOST_AUTO_TEST_CASE(halts_when_told_to) {
    auto what = batch({command("c0", "m", "{}")});
    what.then = model::after_error::halt;
    BOOST_TEST(portal::encode_batch(what).value() == R"({"halt":1,"cmd":{"c0":"m"}})");
}

BOOST_AUTO_TEST_CASE(carries_fifty_and_no_more) {
    std::vector<model::command> many;
    for (int i = 0; i < 50; ++i) many.push_back(command("c" + std::to_string(i), "m", "{}"));
    BOOST_TEST(portal::encode_batch(batch(many)).has_value());
    many.push_back(command("c50", "m", "{}"));
    BOOST_TEST(!portal::encode_batch(batch(many)).has_value());
    BOOST_TEST(!portal::encode_batch(batch({})).has_value());
}

BOOST_AUTO_TEST_CASE(refuses_keys_and_methods_that_change_the_request) {
    for (const char* key : {"", "1", "a-b", "a\"", "a b", "п"})
        BOOST_TEST(!portal::encode_batch(batch({command(key, "m", "{}")})).has_value(), key);
    for (const char* method : {"", "a/b", "a?b", "a#b", "../x", "a b", ".x", "a:80"})
        BOOST_TEST(!portal::encode_batch(batch({command("c0", method, "{}")})).has_value(), method);
    const auto twin = command("c0", "m", "{}");
    BOOST_TEST(!portal::encode_batch(batch({twin, twin})).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
