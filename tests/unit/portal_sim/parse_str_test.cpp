#include "portal-sim/core/parse_str.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

namespace json = boost::json;
using portal_sim::php::parse_str;

struct row {
    const char* query;
    const char* expected;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(parse_str_of_php)

BOOST_AUTO_TEST_CASE(queries_become_arrays_as_in_php) {
    const std::vector<row> rows{
        {"", R"({})"},
        {"a=1", R"({"a":"1"})"},
        {"a", R"({"a":""})"},
        {"a=", R"({"a":""})"},
        {"=1&b=2", R"({"b":"2"})"},
        {"a=1&a=2", R"({"a":"2"})"},
        {"a=x+y%20z%2B", R"({"a":"x y z+"})"},
        {"a=100%&b=%zz&c=%4", R"({"a":"100%","b":"%zz","c":"%4"})"},
        {"a[]=", R"({"a":[""]})"},
        {"a[]=1&a[]=2", R"({"a":["1","2"]})"},
        {"a[5]=x&a[]=y", R"({"a":{"5":"x","6":"y"}})"},
        {"a[0]=x&a[1]=y", R"({"a":["x","y"]})"},
        {"a[1]=x&a[0]=y", R"({"a":{"1":"x","0":"y"}})"},
        {"a[b][c]=1&a[b][d]=2", R"({"a":{"b":{"c":"1","d":"2"}}})"},
        {"a[01]=x", R"({"a":{"01":"x"}})"},
        {"a.b c=1", R"({"a_b_c":"1"})"},
        {"x[a.b c]=1", R"({"x":{"a.b c":"1"}})"},
        {"a[b=1", R"({"a_b":"1"})"},
        {"a[b][c=1", R"({"a":{"b":"1"}})"},
        {"a[b]c=1", R"({"a":{"b":"1"}})"},
        {"a]=1", R"({"a]":"1"})"},
        {"[a]=1", R"({})"},
        {"  a=1", R"({"a":"1"})"},
        {"a=1&&b=2&", R"({"a":"1","b":"2"})"},
        {"a=b=c", R"({"a":"b=c"})"},
        {"a=1&a[b]=2", R"({"a":{"b":"2"}})"},
        {"a[b]=2&a=1", R"({"a":"1"})"},
        // The raw '=' ends the name, and so the bracket is never closed: no FILTER is left (trap
        // 35).
        {"FILTER[>=ID]=5", R"({"FILTER_>":"ID]=5"})"},
        {"FILTER[%3E%3DID]=5", R"({"FILTER":{">=ID":"5"}})"},
        {"n%5Bk%5D=%D0%AF", R"({"n":{"k":"Я"}})"},
        {"a%00b=1", R"({"a":"1"})"},
        {"a[ ]=1", R"({"a":["1"]})"},
    };
    for (const auto& row : rows) {
        BOOST_TEST_CONTEXT(row.query)
        BOOST_TEST(json::value(parse_str(row.query)) == json::parse(row.expected));
    }
}

BOOST_AUTO_TEST_CASE(too_many_variables_are_dropped) {
    std::string query;
    for (int i = 0; i < 5; ++i) query += "a[]=" + std::to_string(i) + "&";
    BOOST_TEST(json::value(parse_str(query, 3)) == json::parse(R"({"a":["0","1","2"]})"));
}

BOOST_AUTO_TEST_CASE(too_deep_an_array_is_dropped) {
    std::string name = "a";
    for (int i = 0; i < 70; ++i) name += "[x]";
    BOOST_TEST(parse_str(name + "=1&b=2") == json::parse(R"({"b":"2"})").as_object());
}

BOOST_AUTO_TEST_SUITE_END()
