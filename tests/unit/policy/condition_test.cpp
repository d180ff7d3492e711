#include "policy/condition.hpp"

#include "document/yaml.hpp"
#include "policy/source.hpp"
#include "policy_samples.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace {

constexpr std::string_view attributes = R"({
    "department": "Sales EMEA", "departments": ["Sales", 12], "floor": "3", "desk": 3, "active": true,
    "remote": "N", "manager": null, "level": "senior?", "rate": 2.5
})";

// "yes", "no", or the fault.
std::string said_of(std::string_view match, std::string_view who) {
    base::diagnostics problems;
    const auto root = document::read_yaml(match, "m.yaml", problems);
    BOOST_REQUIRE_MESSAGE(root.has_value(), lines_of(problems));
    const policy::source_text source("m.yaml", match);
    policy::reporter report(source, problems);
    const auto condition = policy::read_condition(*root, "match", report);
    if (!condition) return lines_of(problems);
    const auto said = policy::matches(*condition, sample_user(who));
    if (!said) return said.error().message + " " + said.error().hint + " " + said.error().path;
    return *said ? "yes" : "no";
}

struct row {
    std::string_view match;
    std::string_view expected;
};

constexpr row rows[] = {
    {"department: Sales EMEA", "yes"},
    {"department: Sales", "no"},
    {"department: sales emea", "no"},
    {"department: [Buying, Sales EMEA]", "yes"},
    {"department: [Buying, Sales]", "no"},
    {"department: Sales*", "yes"},
    {"department: [Buying, '*EMEA']", "yes"},
    {"level: senior\\?", "yes"},
    {"departments: Sales", "yes"},
    {"departments: 12", "yes"},
    {"departments: [1, 2]", "no"},
    {"floor: 3", "yes"},
    {"desk: 3", "yes"},
    {"desk: '3'", "yes"},
    {"rate: 2.5", "yes"},
    {"id: 17", "yes"},
    {"active: true", "yes"},
    {"active: false", "no"},
    {"remote: false", "yes"},
    {"remote: true", "no"},
    {"remote: [true, false]", "yes"},
    {"manager: '*'", "no"},
    {"email: ANN@acme.example", "yes"},
    {"email: '*@ACME.example'", "yes"},
    {"not: { email: '*@Acme.Example' }", "no"},
    {"not: { department: Buying }", "yes"},
    {"not: { department: Buying, floor: 3 }", "yes"},
    {"not: [{ department: Buying }, { floor: 3 }]", "no"},
    {"any: [{ department: Buying }, { floor: 3 }]", "yes"},
    {"any: [{ department: Buying }, { floor: 4 }]", "no"},
    {"all: [{ department: Sales* }, { floor: 3 }]", "yes"},
    {"all: [{ department: Sales* }, { floor: 4 }]", "no"},
    {"{ department: Sales*, floor: 4 }", "no"},
    {"{ department: Sales*, not: { floor: 4 }, any: [{ desk: 1 }, { desk: 3 }] }", "yes"},
    {"not: { not: { floor: 3 } }", "yes"},
    {"departmnt: Sales",
     "the roster has no attribute 'departmnt' did you mean 'department'? match.departmnt"},
    {"not: { emial: '*' }",
     "the roster has no attribute 'emial' did you mean 'email'? match.not.emial"},
    {"department: true",
     "the attribute 'department' should be true or false and is 'Sales EMEA'  "
     "match.department"},
};

constexpr row wrong[] = {
    {"department: []",
     "1:13 error an empty list matches nobody [match.department] name at least one value\n"},
    {"department: ~",
     "1:13 error expected a value to compare with, got nothing [match.department] write a value, a "
     "list of values, or a glob such as \"Sales*\"\n"},
    {"department: { a: b }",
     "1:13 error expected a value to compare with, got a mapping [match.department] write a value, "
     "a list of values, or a glob such as \"Sales*\"\n"},
    {"department: [[a]]",
     "1:14 error expected a value to compare with, got a list [match.department[0]] write a value, "
     "a list of values, or a glob such as \"Sales*\"\n"},
    {"department: ${vars.x}",
     "1:13 error 'match' has no placeholders [match.department] use 'when' for "
     "what is reckoned\n"},
    {"department: !default",
     "1:13 error '!default' cannot stand here [match.department] it can only be the whole value of "
     "a key of an 'ensure' step\n"},
    {"not: {}",
     "1:6 error nothing stands here [match.not] leave 'match' out when everybody is meant: an "
     "empty one could be a slip\n"},
    {"any: { a: b }", "1:6 error expected a list of mappings, each with attributes [match.any]\n"},
    {"any: []", "1:6 error expected a list of mappings, each with attributes [match.any]\n"},
    {"any: [a]",
     "1:7 error expected a mapping of attributes, got text [match.any[0]] write attributes and "
     "values, such as { department: Sales }\n"},
    {"not: x", "1:6 error expected a list of mappings, each with attributes [match.not]\n"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(condition)

BOOST_AUTO_TEST_CASE(says_who_is_meant) {
    for (const auto& each : rows) {
        BOOST_TEST_CONTEXT(each.match) {
            BOOST_TEST(said_of(each.match, attributes) == each.expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(refuses_what_could_be_a_slip) {
    for (const auto& each : wrong) {
        BOOST_TEST_CONTEXT(each.match) {
            BOOST_TEST(said_of(each.match, attributes) == each.expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(who_is_on_a_roster_that_does_not_say_is_active) {
    BOOST_TEST(said_of("active: true", "{}") == "yes");
    BOOST_TEST(said_of("active: false", "{}") == "no");
    BOOST_TEST(said_of("active: true", R"({"active": "N"})") == "no");
    BOOST_TEST(
        said_of("active: true", R"({"active": "perhaps"})") ==
        "the attribute 'active' should be true or false and is 'perhaps'  match.active"
    );
}

BOOST_AUTO_TEST_SUITE_END()
