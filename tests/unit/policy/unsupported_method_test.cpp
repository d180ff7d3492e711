#include "policy/policy_set.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

base::diagnostics problems_of(const std::string& step) {
    base::diagnostics problems;
    const auto read = policy::policy_set::read_text(
        "apiVersion: muster/v1\nkind: Policy\nmetadata: { name: p }\nspec:\n  steps:\n" + step,
        "p.yaml",
        catalog::definitions::built_in(),
        problems
    );
    return problems;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(unsupported_method)

BOOST_AUTO_TEST_CASE(a_method_of_rest_3_is_refused_with_its_place) {
    const auto problems = problems_of(
        "    - call: humanresources.node.member.add\n"
        "      with: { nodeId: 3, userIds: [7], role: MEMBER }\n"
    );
    BOOST_REQUIRE(problems.errors() == 1U);
    const auto first = problems.sorted().front();
    BOOST_TEST(first.code == "policy.unsupported-method");
    BOOST_TEST(first.path == "spec.steps[0].call");
    BOOST_TEST(first.where.line == 6U);
    BOOST_TEST(
        first.message ==
        "humanresources.node.member.add belongs to REST 3.0, which is not supported yet"
    );
}

BOOST_AUTO_TEST_CASE(a_methods_caution_is_a_warning) {
    const auto problems =
        problems_of("    - call: user.option.set\n      with: { options: { theme: dark } }\n");
    BOOST_TEST(!problems.has_errors());
    BOOST_REQUIRE(!problems.empty());
    const auto first = problems.sorted().front();
    BOOST_TEST(first.code == "policy.caution");
    BOOST_TEST(
        first.message ==
        "think twice about 'user.option.set': it needs an app; a webhook cannot call it"
    );
}

BOOST_AUTO_TEST_SUITE_END()
