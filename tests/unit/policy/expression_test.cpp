#include "policy/evaluate.hpp"
#include "policy/parse_expression.hpp"
#include "policy/user_names.hpp"
#include "policy_samples.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr std::string_view attributes = R"({
    "position": "Intern", "floor": 3, "rate": 2.5, "remote": true, "nick": null, "groups": ["a", "b"],
    "address": { "city": "Ufa", "two words": 1 }, "first-name": "Ann", "Отдел": "Продажи", "empty": ""
})";

// The value as JSON, or "AT: message (hint)".
std::string outcome_of(std::string_view text) {
    const auto parsed = policy::parse_expression(text);
    const auto told = [](const policy::fault& what) {
        return fmt::format(
            "{}: {}{}", what.at, what.message, what.hint.empty() ? "" : " (" + what.hint + ")"
        );
    };
    if (!parsed) return told(parsed.error());
    const auto who = sample_user(attributes);
    const std::vector<policy::variable> none;
    policy::user_names known(&who, none);
    const auto value = policy::evaluate(*parsed, known);
    return value ? boost::json::serialize(value->get()) : told(value.error());
}

struct row {
    std::string_view text;
    std::string_view expected;
};

constexpr row values[] = {
    {"1", "1"},
    {"-7", "-7"},
    {"2.5", "2.5E0"},
    {"'a \"b\" \\'c\\''", R"("a \"b\" 'c'")"},
    {R"("tab\tand\\")", R"("tab\tand\\")"},
    {"true", "true"},
    {"null", "null"},
    {"[1, 'a', [true]]", "[1,\"a\",[true]]"},
    {"[]", "[]"},
    {"[1,]", "[1]"},
    {"user.position", "\"Intern\""},
    {"user.address.city", "\"Ufa\""},
    {"user.address[\"two words\"]", "1"},
    {"user.first-name", "\"Ann\""},
    {"user.Отдел", "\"Продажи\""},
    {"user.position == 'Intern'", "true"},
    {"user.position != \"Intern\"", "false"},
    {"user.floor == 3", "true"},
    {"user.rate == 2.5 and user.floor < 3.5", "true"},
    {"1 == 1.0", "true"},
    {"user.nick == null", "true"},
    {"user.position == null", "false"},
    {"user.floor >= 3 and user.floor <= 3 and not (user.floor > 3)", "true"},
    {"'a' < 'b'", "true"},
    {"not true or true", "true"},
    {"not (true or true)", "false"},
    {"true or false and false", "true"},
    {"not not true", "true"},
    {"false and user.unknown", "false"},
    {"true or user.unknown", "true"},
    {"user.position in ['Intern', 'Boss']", "true"},
    {"user.position not in ['Intern', 'Boss']", "false"},
    {"user.floor in ['3', 3]", "true"},
    {"user.floor in ['3']", "false"},
    {"'b' in user.groups", "true"},
    {"user.email matches '*@acme.example'", "true"},
    {"user.unknown ?? 'x'", "\"x\""},
    {"user.nick ?? 'x'", "\"x\""},
    {"user.empty ?? 'x'", "\"x\""},
    {"user.unknown ?? user.nick ?? 3", "3"},
    {"lower(user.unknown) ?? 'x'", "\"x\""},
    {"user.address.street ?? 'none'", "\"none\""},
    {"user.unknown ?? 'x' == 'x'", "true"},
    {"lower('ÄB')", "\"äb\""},
    {"upper(user.position)", "\"INTERN\""},
    {"trim('  a b\\n')", "\"a b\""},
    {"trim('  ')", "\"\""},
    {"replace('a.b.c', '.', '--')", "\"a--b--c\""},
    {"replace('aaa', 'aa', 'a')", "\"aa\""},
    {"join(user.groups, ', ')", "\"a, b\""},
    {"join([], ',')", "\"\""},
    {"split('a;;b', ';')", "[\"a\",\"\",\"b\"]"},
    {"'b' in split('a;b', ';')", "true"},
    {"lower( trim( ' A' ) )", "\"a\""},
};

constexpr row faults[] = {
    {"", "0: expected a value, found the end"},
    {"1 +",
     "2: '+' is not an operator here (write several placeholders in one text, such as "
     "\"${user.first} ${user.last}\")"},
    {"user.position = 'x'", "14: '=' is not an operator here (write '==')"},
    {"true && false", "5: '&&' is not an operator here (write 'and')"},
    {"true || false", "5: '||' is not an operator here (write 'or')"},
    {"!true", "0: '!' is not an operator here (write 'not')"},
    {"user.floor ? 1", "11: '?' is not an operator here (write '?\?')"},
    {"user.email | lower",
     "11: '|' is not an operator here (write a function, such as "
     "lower(user.email))"},
    {"user", "0: 'user' alone is no value (name what you mean: user.NAME)"},
    {"user.", "5: expected a name after '.', found the end"},
    {"user[1]", "5: expected a name in quotes, found '1'"},
    {"usr.email", "0: unknown name 'usr' (did you mean 'user'?)"},
    {"user.position == intern",
     "17: unknown name 'intern' (a name begins with user., vars., steps., portal. or env.; "
     "a text stands in quotes: 'intern')"},
    {"lowr('a')", "0: unknown function 'lowr' (did you mean 'lower'?)"},
    {"system('a')",
     "0: unknown function 'system' (known are lower, upper, trim, replace, join, split)"},
    {"lower('a', 'b')", "0: lower takes 1 value, here are 2"},
    {"replace('a')", "0: replace takes 3 values, here are 1"},
    {"'open", "0: the text that begins here has no closing quote"},
    {"'a\\d'", "2: '\\d' means nothing in a text (known are \\\\ \\' \\\" \\n \\t)"},
    {"007", "0: the number '007' begins with 0 (put text in quotes)"},
    {"12:30", "2: ':' has no meaning in an expression"},
    {"9223372036854775808", "0: '9223372036854775808' is not a number that fits"},
    {"1.", "0: '1.' is not a number that fits"},
    {"12abc", "0: '12abc' is neither a number nor a name (put text in quotes)"},
    {"12д", "0: '12д' is neither a number nor a name (put text in quotes)"},
    {"'\\ä'", "1: '\\ä' means nothing in a text (known are \\\\ \\' \\\" \\n \\t)"},
    {"1 2", "2: expected an operator, found '2'"},
    {"(1", "2: expected an operator or ')', found the end"},
    {"[1", "2: expected ',' or ']', found the end"},
    {"1 == 1 == 1", "7: comparisons cannot be chained (join them with 'and', or use parentheses)"},
    {"1 not 2", "6: expected 'in' after 'not', found '2'"},
    {"true and", "8: expected a value, found the end"},
    {"and true", "0: expected a value, found 'and'"},
    {"user.positon", "0: the roster has no attribute 'positon' (did you mean 'position'?)"},
    {"user.zzz", "0: the roster has no attribute 'zzz'"},
    {"user.address.cty", "0: user.address has no 'cty' (did you mean 'city'?)"},
    {"user.floor.level", "0: user.floor is the number 3 and has no 'level'"},
    {"user.floor == '3'",
     "11: cannot compare the number 3 with '3' (one is a number and one a "
     "text: write both without quotes, or both in quotes)"},
    {"user.remote == 'yes'", "12: cannot compare true with 'yes'"},
    {"user.groups < 1", "12: cannot compare a list with the number 1"},
    {"user.floor in 'abc'",
     "11: 'in' needs a list on its right, got 'abc' (take it apart first: \"a\" "
     "in split(TEXT, \";\"))"},
    {"user.floor matches '3'", "11: 'matches' needs a text and a pattern, got the number 3 and '3'"
    },
    {"user.position and true",
     "0: expected true or false, got 'Intern' (compare it with something: "
     "user.position == \"intern\")"},
    {"not 1",
     "4: expected true or false, got the number 1 (compare it with something: user.position "
     "== \"intern\")"},
    {"lower(user.floor)", "0: lower needs a text, got the number 3"},
    {"join(user.position, ',')", "0: join needs a list, got 'Intern'"},
    {"join([1], ',')", "0: join needs a list of texts, which holds the number 1"},
    {"split('a', '')", "0: split needs a text to split at"},
    {"replace('a', '', 'b')", "0: replace needs a text to look for"},
};

void check(const row& each) {
    BOOST_TEST_CONTEXT(each.text) {
        BOOST_TEST(outcome_of(each.text) == each.expected);
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(expression)

BOOST_AUTO_TEST_CASE(comes_to_a_value) {
    for (const auto& each : values) check(each);
}

BOOST_AUTO_TEST_CASE(a_fault_has_its_place_and_a_way_out) {
    for (const auto& each : faults) check(each);
}

BOOST_AUTO_TEST_CASE(is_bounded_in_depth) {
    const auto nested = [](std::size_t levels) {
        return std::string(levels, '(') + "1" + std::string(levels, ')');
    };
    BOOST_TEST(outcome_of(nested(policy::deepest_expression)) == "1");
    BOOST_TEST(
        outcome_of(nested(policy::deepest_expression + 1)) ==
        "32: an expression may be 32 levels deep at most"
    );
    BOOST_TEST(
        outcome_of(std::string(100000, '[')) == "32: an expression may be 32 levels deep at most"
    );
    std::string negated;
    for (int i = 0; i < 100; ++i) negated += "not ";
    BOOST_TEST(outcome_of(negated + "true") == "128: an expression may be 32 levels deep at most");
}

BOOST_AUTO_TEST_CASE(is_bounded_in_length) {
    std::string chain = "true";
    for (int i = 0; i < 100000; ++i) chain += " or true";
    BOOST_TEST(outcome_of(chain) == "0: an expression may be 4096 bytes long at most");
}

BOOST_AUTO_TEST_CASE(may_be_a_long_chain) {
    std::string chain = "1";
    while (chain.size() + 5 <= policy::longest_expression) chain += " ?? 1";
    BOOST_TEST(outcome_of(chain) == "1");
}

BOOST_AUTO_TEST_CASE(a_pattern_and_a_text_that_would_take_long_are_refused) {
    std::string text = "'aaaaaaaaaaaaaaaa'";
    for (int i = 0; i < 3; ++i) text = fmt::format("replace({}, 'a', 'aaaaaaaaaaaaaaaa')", text);
    BOOST_TEST(outcome_of(fmt::format("{} matches '*{}b'", text, std::string(200, 'a')))
                   .ends_with(": the values become larger than a policy may make them"));
}

BOOST_AUTO_TEST_CASE(a_text_that_grows_is_bounded) {
    std::string grown = "'aaaaaaaaaaaaaaaa'";
    for (int i = 0; i < 8; ++i) grown = fmt::format("replace({}, 'a', 'aaaaaaaaaaaaaaaa')", grown);
    BOOST_TEST(outcome_of(grown).ends_with(": the text becomes longer than a policy may make it"));
}

BOOST_AUTO_TEST_CASE(a_placeholder_ends_at_its_own_brace) {
    const std::string_view text = "x ${replace(user.email, '}', \"{\")} y}";
    const auto read = policy::parse_placeholder(text, 4);
    BOOST_REQUIRE(read.has_value());
    BOOST_TEST(text.substr(read->end) == " y}");
}

BOOST_AUTO_TEST_SUITE_END()
