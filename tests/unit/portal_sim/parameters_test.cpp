#include "portal-sim/core/parameters.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <vector>

namespace {

namespace json = boost::json;
using portal_sim::http_method;

struct row {
    http_method method;
    const char* target;
    const char* content_type;
    const char* body;
    const char* expected;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(parameters)

BOOST_AUTO_TEST_CASE(are_gathered_from_query_and_body) {
    constexpr auto json_type = "application/json; charset=utf-8";
    constexpr auto form_type = "application/x-www-form-urlencoded";
    const std::vector<row> rows{
        {http_method::post, "/x?a=1&b=2", json_type, R"({"b":3})", R"({"a":"1","b":3})"},
        {http_method::post, "/x?a=1", form_type, "a=2&c[]=3", R"({"a":"2","c":["3"]})"},
        {http_method::get, "/x?a=1", json_type, R"({"b":3})", R"({"a":"1"})"},
        {http_method::post, "/x", json_type, R"({"b":3)", R"({})"},
        {http_method::post, "/x", json_type, "", R"({})"},
        {http_method::post, "/x", json_type, "5", R"({})"},
        {http_method::post, "/x", json_type, "[7]", R"({"0":7})"},
        {http_method::post, "/x", json_type, R"({"a":{}})", R"({"a":[]})"},
        {http_method::post, "/x", json_type, "{\"a\":\"\xff\"}", R"({})"},
        {http_method::post, "/x", "", R"({"a":1})", R"({"{\"a\":1}":""})"},
    };
    for (const auto& row : rows) {
        BOOST_TEST_CONTEXT(row.target << " " << row.body) {
            portal_sim::request what;
            what.method = row.method;
            what.target = row.target;
            what.content_type = row.content_type;
            what.body = row.body;
            const auto read = portal_sim::read_parameters(what);
            BOOST_TEST_REQUIRE(read.has_value());
            BOOST_TEST(json::value(*read) == json::parse(row.expected));
        }
    }
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_utf8_are_refused) {
    portal_sim::request what;
    what.target = "/x?a=%FF";
    BOOST_TEST(!portal_sim::read_parameters(what).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
