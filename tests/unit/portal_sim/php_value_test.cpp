#include "portal-sim/core/php_value.hpp"

#include "portal-sim/core/php_json.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <vector>

namespace {

namespace json = boost::json;
using namespace portal_sim;

struct truth {
    const char* value;
    bool truthy;
    bool equals_n;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(php_values)

BOOST_AUTO_TEST_CASE(truth_and_loose_comparison) {
    const std::vector<truth> rows{
        {"null", false, false},
        {"true", true, true},  // true == "N": trap 34
        {"false", false, false},
        {"0", false, false},
        {"1", true, false},
        {"0.0", false, false},
        {R"("")", false, false},
        {R"("0")", false, false},
        {R"("false")", true, false},
        {R"("N")", true, true},
        {"[]", false, false},
        {R"([0])", true, false},
    };
    for (const auto& row : rows) {
        BOOST_TEST_CONTEXT(row.value) {
            BOOST_TEST(php::truthy(json::parse(row.value)) == row.truthy);
            BOOST_TEST(php::loosely_equals(json::parse(row.value), "N") == row.equals_n);
        }
    }
}

BOOST_AUTO_TEST_CASE(arrays_with_keys_from_zero_on_are_lists) {
    BOOST_TEST(php::canonical(json::parse(R"({"0":1,"1":{}})")) == json::parse("[1,[]]"));
    BOOST_TEST(php::canonical(json::parse(R"({"1":1,"0":2})")).is_object());
    BOOST_TEST(php::canonical(json::parse(R"({"0":1,"2":2})")).is_object());
    BOOST_TEST(php::canonical(json::parse(R"({"00":1})")).is_object());
}

BOOST_AUTO_TEST_CASE(json_is_escaped_as_the_portal_does) {
    BOOST_TEST(
        php::encode(json::parse(R"(["<a href='x'>\"&/\\","Я😀\u0001\n",1.0,0.25,-3,null,{}])")) ==
        R"(["\u003Ca href=\u0027x\u0027\u003E\u0022\u0026\/\\","\u042f\ud83d\ude00\u0001\n",1,0.25,-3,null,{}])"
    );
    BOOST_TEST(php::encode(json::value("\xff")) == R"("\ufffd")");
}

BOOST_AUTO_TEST_CASE(json_is_read_to_arrays) {
    BOOST_TEST(*php::decode(R"({"a":{},"b":{"0":1}})") == json::parse(R"({"a":[],"b":[1]})"));
    BOOST_TEST(php::decode("18446744073709551615")->is_double());
    for (const char* text : {"", "abc", "{", "{\"a\":1,}", "'a'"})
        BOOST_TEST(!php::decode(text).has_value(), text);
}

BOOST_AUTO_TEST_CASE(utf8_is_checked) {
    for (const char* good : {"", "abc", "Я", "😀", "\xed\x9f\xbf"})
        BOOST_TEST(php::valid_utf8(good), good);
    for (const char* bad : {"\xff", "\xc0\x80", "\xd0", "\xed\xa0\x80", "\xe0\x80\x80", "a\x80"})
        BOOST_TEST(!php::valid_utf8(bad));
}

BOOST_AUTO_TEST_SUITE_END()
