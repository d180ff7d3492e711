#include "document/yaml.hpp"

#include "document/json_value.hpp"
#include "support/told.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace {

document::node read(std::string_view text) {
    base::diagnostics problems;
    auto root = document::read_yaml(text, "p.yaml", problems);
    BOOST_TEST_REQUIRE(root.has_value(), support::told(problems));
    BOOST_TEST(problems.empty());
    return *root;
}

std::string as_json(std::string_view text) {
    return boost::json::serialize(document::to_json(read(text)));
}

std::string place(const document::node& where) {
    return base::to_string(where.where);
}

struct row {
    const char* name;
    std::string_view yaml;
    std::string_view json;
};

constexpr row rows[] = {
    {"kinds",
     "a: 1\nb: 1.5\nc: true\nd: ~\ne: x\n",
     R"({"a":1,"b":1.5E0,"c":true,"d":null,"e":"x"})"},
    {"the Norway problem",
     "a: no\nb: on\nc: 0123\nd: 12:30\n",
     R"({"a":"no","b":"on","c":"0123","d":"12:30"})"},
    {"quotes make text",
     "a: '1'\nb: \"true\"\nc: 'null'\nd: \"\"\n",
     R"({"a":"1","b":"true","c":"null","d":""})"},
    {"a block is text", "a: |\n  1\nb: >-\n  x\n  y\n", R"({"a":"1\n","b":"x y"})"},
    {"an empty value is nothing",
     "a:\nb: {c: , d: }\ne: [ , x]\n",
     R"({"a":null,"b":{"c":null,"d":null},"e":[null,"x"]})"},
    {"keys are text", "1: a\ntrue: b\nno: c\n\"q\": d\n", R"({"1":"a","true":"b","no":"c","q":"d"})"
    },
    {"core tags",
     "a: !!str 12\nb: !!int '12'\nc: !!float 1\nd: !!str\ne: !!null ''\nf: !!bool 'true'\n",
     R"({"a":"12","b":12,"c":1E0,"d":"","e":null,"f":true})"},
    {"the non-specific tag makes text", "a: ! 12\n", R"({"a":"12"})"},
    {"aliases",
     "a: &x {b: 1}\nc: *x\nd: [*x, *x]\n",
     R"({"a":{"b":1},"c":{"b":1},"d":[{"b":1},{"b":1}]})"},
    {"an anchor used again names the last", "a: &x 1\nb: &x 2\nc: *x\n", R"({"a":1,"b":2,"c":2})"},
    {"an anchor on nothing", "a: &x\nb: *x\n", R"({"a":null,"b":null})"},
    {"merge: own keys win",
     "a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  b: 9\n",
     R"({"a":{"b":1,"c":2},"d":{"b":9,"c":2}})"},
    {"merge: the earlier of a list wins", "<<: [{a: 1}, {a: 2, b: 3}]\n", R"({"a":1,"b":3})"},
    {"merge: of a merge",
     "x: &x {a: 1}\ny: &y {<<: *x, b: 2}\nz: {<<: *y}\n",
     R"({"x":{"a":1},"y":{"b":2,"a":1},"z":{"b":2,"a":1}})"},
    {"a quoted << is a key", "'<<': 1\n", R"({"<<":1})"},
    {"a placeholder in a flow mapping",
     "with: { USER_ID: ${user.id}, MESSAGE: \"Hi ${user.name}\" }\n",
     R"({"with":{"USER_ID":"${user.id}","MESSAGE":"Hi ${user.name}"}})"},
    {"a placeholder holding what YAML reserves",
     "[ ${replace(a, ': ', \"}\")} , x]\n",
     R"(["${replace(a, ': ', \"}\")}","x"])"},
    {"a placeholder is a value in a block mapping",
     "a: ${b ?? 'c: d # e'}\n",
     R"({"a":"${b ?? 'c: d # e'}"})"},
    {"dollars alone are text", "a: $5\nb: \"${\"\n", R"({"a":"$5","b":"${"})"},
    {"escapes", R"(a: "\t\u0434\x41\\")", R"({"a":"\tдA\\"})"},
    {"a surrogate pair, as JSON escapes it",
     R"({"a": "x\ud83d\ude00y\\ud83d\\ude00", "b": '\ud83d\ude00'})",
     R"({"a":"x😀y\\ud83d\\ude00","b":"\\ud83d\\ude00"})"},
    {"Windows line ends", "a: 1\r\nb:\r\n  - x\r\n", R"({"a":1,"b":["x"]})"},
    {"a byte order mark",
     "\xEF\xBB\xBF"
     "a: 1\n",
     R"({"a":1})"},
    {"markers around one document", "%YAML 1.2\n---\na: 1\n...\n", R"({"a":1})"},
    {"JSON",
     R"({"a":1,"b":{"c":[true,null,"x"]},"d":-1.5})",
     R"({"a":1,"b":{"c":[true,null,"x"]},"d":-1.5E0})"},
    {"tabs where they are allowed",
     "a:\t1\nb: [1,\n\t2]\nc: \"x\n\ty\"\nd: |\n  \tz\n",
     R"({"a":1,"b":[1,2],"c":"x y","d":"\tz\n"})"},
    {"a text over two lines", "a: x\n  y\nb: 1\n", R"({"a":"x y","b":1})"},
    {"no number of JSON's", "a: .inf\n", R"({"a":".inf"})"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(yaml)

BOOST_AUTO_TEST_CASE(a_document_says_what_it_says) {
    for (const auto& each : rows) {
        BOOST_TEST_CONTEXT(each.name) {
            BOOST_TEST(as_json(each.yaml) == each.json);
        }
    }
}

BOOST_AUTO_TEST_CASE(every_key_and_value_knows_its_place) {
    const auto root = read("a: 1\nlist:\n  - x\n  - {k: \"v\"}\nдx: дy\nempty:\n\nlast: !t z\n");
    BOOST_TEST(place(root) == "p.yaml:1:1");
    BOOST_TEST(place(*root.find("a")) == "p.yaml:1:4");
    BOOST_TEST(place(*root.find("list")) == "p.yaml:3:3");
    BOOST_TEST(place(root.find("list")->items[0]) == "p.yaml:3:5");
    BOOST_TEST(place(*root.find("list")->items[1].find("k")) == "p.yaml:4:9");
    BOOST_TEST(place(root.entries[2].first) == "p.yaml:5:1");
    BOOST_TEST(place(*root.find("дx")) == "p.yaml:5:6");     // columns count bytes
    BOOST_TEST(place(*root.find("empty")) == "p.yaml:6:1");  // nothing there: the key's place
    BOOST_TEST(place(*root.find("last")) == "p.yaml:8:7");
}

BOOST_AUTO_TEST_CASE(an_empty_item_stands_at_its_dash) {
    const auto root = read("- a\n-\n\n# note\n- b\n");
    BOOST_TEST(place(root.items[1]) == "p.yaml:2:1");
}

BOOST_AUTO_TEST_CASE(an_alias_has_the_place_of_what_it_names) {
    const auto root = read("a: &x 1\nb: *x\n");
    BOOST_TEST(place(*root.find("b")) == "p.yaml:1:4");
}

BOOST_AUTO_TEST_CASE(own_tags_are_kept_beside_the_value) {
    const auto root = read("a: !default\nb: !default x\nc: !m {d: 1}\ne: !n \"1\"\nf: !n 1\n");
    BOOST_TEST(root.find("a")->tag == "!default");
    BOOST_TEST((root.find("a")->kind == document::node_kind::null));
    BOOST_TEST(root.find("b")->tag == "!default");
    BOOST_TEST(root.find("b")->text == "x");
    BOOST_TEST(root.find("c")->tag == "!m");
    BOOST_TEST((root.find("e")->kind == document::node_kind::text));
    BOOST_TEST((root.find("e")->style == document::scalar_style::quoted));
    BOOST_TEST((root.find("f")->kind == document::node_kind::integer));
}

BOOST_AUTO_TEST_CASE(a_tag_without_a_value_does_not_take_the_quotes_of_the_next_key) {
    const auto root = read("a: !default\n\"b\": 1\n");
    BOOST_TEST((root.find("a")->style == document::scalar_style::plain));
    BOOST_TEST((root.find("a")->kind == document::node_kind::null));
}

BOOST_AUTO_TEST_CASE(a_scalar_keeps_how_it_was_written) {
    const auto root = read("a: +12\nb: 1.50\nc: ~\nd: |\n  x\n");
    BOOST_TEST(root.find("a")->text == "+12");
    BOOST_TEST(root.find("b")->text == "1.50");
    BOOST_TEST(root.find("c")->text == "~");
    BOOST_TEST((root.find("b")->style == document::scalar_style::plain));
    BOOST_TEST((root.find("d")->style == document::scalar_style::quoted));
}

BOOST_AUTO_TEST_CASE(a_key_that_is_not_there_is_not_found) {
    const auto root = read("a: 1\n");
    BOOST_TEST(root.find("b") == nullptr);
    BOOST_TEST(root.find("a")->find("b") == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
