#include "document/flow_yaml.hpp"

#include "document/json_value.hpp"
#include "document/yaml.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace {

// As our reader reads it behind a key.
boost::json::value read_again(const boost::json::value& what) {
    base::diagnostics problems;
    const auto root =
        document::read_yaml("key: " + document::flow_yaml(what) + "\n", "t.yaml", problems);
    for (const auto& each : problems.sorted()) BOOST_TEST_ERROR(base::to_text(each));
    BOOST_REQUIRE(root.has_value());
    return document::to_json(*root).at("key");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(a_value_on_one_line)

BOOST_AUTO_TEST_CASE(stands_as_a_person_would_write_it) {
    const struct {
        std::string_view json;
        std::string_view written;
    } rows[] = {
        {R"("week")", "week"},
        {R"("Y")", "Y"},
        {R"("ann.meyer2@acme.example")", "ann.meyer2@acme.example"},
        {R"("3")", R"("3")"},
        {"3", "3"},
        {"-1.5", "-1.5"},
        {"2.0", "2.0"},
        {"true", "true"},
        {"null", "null"},
        {R"("")", R"("")"},
        {R"("#9cbe1c")", R"("#9cbe1c")"},
        {R"("no")", R"("no")"},
        {R"("null")", R"("null")"},
        {R"("Team Alpha")", R"("Team Alpha")"},
        {R"("Встречи")", R"("Встречи")"},
        {"{}", "{}"},
        {"[]", "[]"},
        {R"({"withTime":[{"type":"min","count":15}],"fullDay":[]})",
         "{ withTime: [{ type: min, count: 15 }], fullDay: [] }"},
    };
    for (const auto& row : rows) BOOST_TEST_CONTEXT(row.json)
    BOOST_TEST(document::flow_yaml(boost::json::parse(row.json)) == row.written);
}

BOOST_AUTO_TEST_CASE(is_read_as_the_same_value_whatever_it_is) {
    constexpr std::string_view texts[] = {
        R"("yes")",
        R"("on")",
        R"("~")",
        R"("0123")",
        R"("1e3")",
        R"("0x1F")",
        R"(".inf")",
        R"("- a")",
        R"("a: b")",
        R"("a #b")",
        R"("{a}")",
        R"("[a]")",
        R"("&a")",
        R"("*a")",
        R"("!a")",
        R"("|")",
        R"(">")",
        R"("%a")",
        R"("@a")",
        R"("`a")",
        R"("${x}")",
        R"("a${b c}")",
        R"("'")",
        R"("\"")",
        R"("\\")",
        R"("\n")",
        R"("\t")",
        R"("\u0000")",
        R"("\u001b[31m")",
        R"("\u007f")",
        R"("\u0085")",
        R"("\u2028")",
        R"("\ufeff")",
        R"("🎉")",
        R"(" a ")",
        R"("<<")",
        R"("true")",
        R"("2026-11-25")",
        R"("12:30")",
        R"("a,b")",
        R"("?")",
        R"("-")",
        R"("=")",
        R"(["a","1",1])",
        R"({"a b":{"c":[]}})",
        R"({"user17":"42","1":2})",
        R"({"no":false,"":"x"})",
        "9223372036854775807",
        "-5",
        "1.25",
        "1e300"
    };
    for (const auto json : texts) {
        const auto value = boost::json::parse(json);
        BOOST_TEST_CONTEXT(json << " is written " << document::flow_yaml(value))
        BOOST_TEST(read_again(value) == value);
    }
}

BOOST_AUTO_TEST_SUITE_END()
