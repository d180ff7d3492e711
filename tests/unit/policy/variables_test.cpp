#include "policy_samples.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <string>
#include <string_view>

namespace {

std::string name_from(std::string_view vars, std::string_view name, std::string_view more = "{}") {
    const auto text = policy_of(fmt::format(
        "  vars:\n{}  steps:\n    - ensure: calendar.section\n      with:\n        name: {}\n",
        vars,
        name
    ));
    return job_of(read_right(text), sample_user(more));
}

std::string named(std::string_view name) {
    return fmt::format("collection calendar.section as user\n  name = \"{}\"\n", name);
}

std::string refused(std::string_view text) {
    base::diagnostics problems;
    const auto read =
        policy::policy_set::read_text(text, "p.yaml", catalog::definitions::built_in(), problems);
    BOOST_TEST(!read.has_value());
    return lines_of(problems);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(variables)

BOOST_AUTO_TEST_CASE(hold_any_value_and_are_looked_into) {
    constexpr std::string_view vars = "    office: { city: Ufa, floors: [a, b] }\n";
    BOOST_TEST(name_from(vars, "${vars.office.city}") == named("Ufa"));
    BOOST_TEST(name_from(vars, "${join(vars.office.floors, '+')}") == named("a+b"));
}

BOOST_AUTO_TEST_CASE(refer_to_the_user_and_to_each_other_in_any_order) {
    constexpr std::string_view vars =
        "    greeting: Calendar of ${vars.person}\n"
        "    person: ${user.first ?? vars.nobody}\n"
        "    nobody: somebody\n";
    BOOST_TEST(
        name_from(vars, "${vars.greeting}", R"({"first": "Ann"})") == named("Calendar of Ann")
    );
    BOOST_TEST(name_from(vars, "${vars.greeting}") == named("Calendar of somebody"));
}

BOOST_AUTO_TEST_CASE(that_nobody_asks_for_are_not_made) {
    constexpr std::string_view vars =
        "    wrong: ${user.unknown}\n"
        "    right: ${user.first ?? vars.wrong}\n";
    BOOST_TEST(name_from(vars, "${vars.right}", R"({"first": "Ann"})") == named("Ann"));
    BOOST_TEST(
        name_from(vars, "${vars.right}") ==
        "6:14 error the roster has no attribute 'unknown' (for user 17, ann@acme.example) "
        "[spec.vars.wrong]\n"
    );
}

BOOST_AUTO_TEST_CASE(without_a_user_in_them_are_checked_when_they_are_read) {
    BOOST_TEST(
        refused(policy_of("  vars:\n"
                          "    a: ${lower(vars.b)}\n"
                          "    b: 5\n"
                          "  steps: [{ ensure: calendar.section, with: { name: \"${vars.a}\" } }]\n"
        )) == "6:10 error lower needs a text, got the number 5 [spec.vars.a]\n"
    );
    BOOST_TEST(
        refused(policy_of(
            "  vars: { a: { b: 1 } }\n"
            "  steps: [{ ensure: calendar.section, with: { name: \"x ${vars.a.c}\" } }]\n"
        )) == "6:58 error vars.a has no 'c' [spec.steps[0].with.name]\n"
    );
}

BOOST_AUTO_TEST_CASE(that_are_wrong_themselves_are_blamed_alone) {
    BOOST_TEST(
        refused(policy_of("  vars:\n"
                          "    a: ${vars.b}\n"
                          "    b: ${vars.a}\n"
                          "  steps: [{ ensure: user, with: { NAME: \"${vars.a}\" } }]\n")) ==
        "6:8 error vars go round in a circle: a -> b -> a [spec.vars.a]\n"
    );
}

BOOST_AUTO_TEST_CASE(that_double_each_other_are_bounded) {
    std::string vars = "    a0: xxxxxxxxxxxxxxxx\n";
    for (int i = 1; i <= 30; ++i)
        vars += fmt::format("    a{}: ${{vars.a{}}}${{vars.a{}}}\n", i, i - 1, i - 1);
    const auto said = refused(policy_of(
        "  vars:\n" + vars +
        "  steps: [{ ensure: calendar.section, with: { name: \"${vars.a30}\" } }]\n"
    ));
    BOOST_TEST(said.contains("error the values become larger than a policy may make them"));
}

BOOST_AUTO_TEST_CASE(that_double_each_other_for_a_user_are_bounded_too) {
    std::string vars = "    a0: [\"${user.email}\"]\n";
    for (int i = 1; i <= 30; ++i)
        vars += fmt::format("    a{}: [\"${{vars.a{}}}\", \"${{vars.a{}}}\"]\n", i, i - 1, i - 1);
    const auto said = name_from(vars, "${join(vars.a30, ',')}");
    BOOST_TEST(said.contains(
        "error the values become larger than a policy may make them (for user 17, ann@acme.example)"
    ));
}

BOOST_AUTO_TEST_CASE(that_build_on_each_other_are_bounded_in_depth) {
    std::string vars = "    a0: x\n";
    for (int i = 1; i <= 40; ++i) vars += fmt::format("    a{}: ${{vars.a{}}}\n", i, i - 1);
    // In the order of the file each is a constant already when the next one asks.
    BOOST_TEST(name_from(vars, "${vars.a40}") == named("x"));
    std::string backwards;
    for (int i = 40; i > 0; --i) backwards += fmt::format("    a{}: ${{vars.a{}}}\n", i, i - 1);
    const auto said = refused(policy_of(
        "  vars:\n" + backwards +
        "    a0: x\n  steps: [{ ensure: calendar.section, with: { name: \"${vars.a40}\" } }]\n"
    ));
    BOOST_TEST(said.contains("error vars may build on each other 32 deep at most [spec.vars.a8]"));
}

BOOST_AUTO_TEST_SUITE_END()
