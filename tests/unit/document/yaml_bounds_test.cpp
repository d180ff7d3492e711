#include "document/yaml.hpp"
#include "support/told.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <string>

namespace {

std::string code_of(const std::string& text, const document::bounds& limits = {}) {
    base::diagnostics problems;
    const auto root = document::read_yaml(text, "p.yaml", problems, limits);
    BOOST_TEST(root.has_value() == problems.empty());
    return problems.empty() ? "fine" : problems.sorted().front().code;
}

std::string repeated(const char* what, std::size_t times) {
    std::string made;
    for (std::size_t i = 0; i < times; ++i) made += what;
    return made;
}

// Ten of ten of ten ...: 10^levels values in a file of a few hundred bytes.
std::string billion_laughs(int levels) {
    std::string text = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
    for (int i = 1; i < levels; ++i) {
        text += fmt::format("a{}: &a{} [", i, i);
        for (int j = 0; j < 10; ++j) text += fmt::format("{}*a{}", j == 0 ? "" : ",", i - 1);
        text += "]\n";
    }
    return text;
}

std::string chain_of_merges(int levels) {
    std::string text = "b0: &b0 {a: 1}\n";
    for (int i = 1; i <= levels; ++i) text += fmt::format("b{}: &b{} {{<<: *b{}}}\n", i, i, i - 1);
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(yaml_bounds)

BOOST_AUTO_TEST_CASE(a_file_that_expands_without_end_is_refused_and_not_expanded) {
    BOOST_TEST(code_of(billion_laughs(30)) == "yaml.too-many-values");
    BOOST_TEST(code_of(billion_laughs(3)) == "fine");
}

BOOST_AUTO_TEST_CASE(the_message_names_the_alias_that_was_too_much) {
    base::diagnostics problems;
    const document::bounds limits{.nodes = 20};
    const auto text = "a: &a [1, 2, 3, 4]\nb: [*a, *a, *a, *a]\n";
    BOOST_TEST(!document::read_yaml(text, "p.yaml", problems, limits).has_value());
    BOOST_TEST(
        support::told(problems) ==
        "p.yaml:2:13: error: the file holds more than 20 values, each alias counted with all it "
        "stands for [b[2]]\n    b: [*a, *a, *a, *a]\n                ^"
    );
}

BOOST_AUTO_TEST_CASE(values_are_counted_exactly) {
    // The mapping, two keys, the list and its three items, the alias' four.
    const std::string text = "a: &a [1, 2, 3]\nb: *a\n";
    BOOST_TEST(code_of(text, {.nodes = 11}) == "fine");
    BOOST_TEST(code_of(text, {.nodes = 10}) == "yaml.too-many-values");
}

BOOST_AUTO_TEST_CASE(depth_counts_levels_of_any_kind) {
    const document::bounds limits{.depth = 3};
    BOOST_TEST(code_of("[[1]]", limits) == "fine");
    BOOST_TEST(code_of("[[[1]]]", limits) == "yaml.too-deep");
    BOOST_TEST(code_of("a:\n  - b: 1\n", limits) == "yaml.too-deep");
    BOOST_TEST(code_of("a:\n  - 1\n", limits) == "fine");
}

BOOST_AUTO_TEST_CASE(depth_through_aliases_counts_as_well) {
    const document::bounds limits{.depth = 4};
    BOOST_TEST(code_of("a: &a [1]\nb: [*a]\n", limits) == "fine");
    BOOST_TEST(code_of("a: &a [1]\nb: [[*a]]\n", limits) == "yaml.too-deep");
}

BOOST_AUTO_TEST_CASE(nesting_of_every_form_ends_in_a_message_and_not_in_the_stack) {
    for (const char* form : {"[", "{a: ", "- ", "? ", "[\n", "{a:\n", "&a [", "!t {a: "}) {
        BOOST_TEST_CONTEXT(form) {
            BOOST_TEST(code_of(repeated(form, 100'000)) == "yaml.too-deep");
        }
    }
    std::string steps;
    for (std::size_t i = 0; i < 2'000; ++i) steps += std::string(i, ' ') + "a:\n";
    BOOST_TEST(code_of(steps) == "yaml.too-deep");
}

BOOST_AUTO_TEST_CASE(closed_brackets_in_one_line_do_not_add_up) {
    BOOST_TEST(code_of("[" + repeated("[],", 5'000) + "{}]") == "fine");
}

BOOST_AUTO_TEST_CASE(merges_that_build_on_each_other_are_bounded) {
    BOOST_TEST(code_of(chain_of_merges(8)) == "fine");
    BOOST_TEST(code_of(chain_of_merges(9)) == "yaml.merge");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_too_large_is_not_read) {
    base::diagnostics problems;
    BOOST_TEST(!document::read_yaml("a: 12345\n", "p.yaml", problems, {.bytes = 8}).has_value());
    BOOST_TEST(
        support::told(problems) == "p.yaml: error: the file has 9 bytes; at most 8 are read"
    );
}

BOOST_AUTO_TEST_CASE(mistakes_without_end_are_not_all_told) {
    base::diagnostics problems;
    BOOST_TEST(!document::read_yaml(repeated("a: 1\n", 500), "p.yaml", problems).has_value());
    BOOST_TEST(problems.errors() == 50U);
    base::diagnostics others;
    BOOST_TEST(!document::read_yaml(repeated("- !!int x\n", 500), "p.yaml", others).has_value());
    BOOST_TEST(others.errors() == 50U);
}

BOOST_AUTO_TEST_SUITE_END()
