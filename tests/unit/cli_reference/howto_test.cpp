#include "policy/policy_set.hpp"
#include "support/golden.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

// The policy that the catalog's how-to lets its reader try is a right one, and the slip that it
// speaks of is told as it says.

namespace {

std::string policy_of_the_how_to() {
    constexpr std::string_view begin = "```yaml\n";
    const auto text = support::text_of_file(MUSTER_GOLDEN_DIR "/config/catalog/README.md");
    const auto kind = text.find("kind: Policy");
    BOOST_TEST_REQUIRE(kind != std::string::npos);
    const auto at = text.rfind(begin, kind) + begin.size();
    return text.substr(at, text.find("```", at) - at);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(how_to_of_the_catalog)

BOOST_AUTO_TEST_CASE(its_policy_is_taken) {
    base::diagnostics problems;
    const auto read = policy::policy_set::read_text(
        policy_of_the_how_to(), "welcome.yaml", catalog::definitions::built_in(), problems
    );
    for (const auto& each : problems.sorted()) BOOST_TEST_ERROR(base::to_text(each));
    BOOST_TEST(read.has_value());
}

BOOST_AUTO_TEST_CASE(its_slip_is_told_with_file_line_and_key) {
    auto text = policy_of_the_how_to();
    const auto at = text.find("MESSAGE");
    BOOST_TEST_REQUIRE(at != std::string::npos);
    text.replace(at, 7, "MESAGE");
    base::diagnostics problems;
    const auto read = policy::policy_set::read_text(
        text, "welcome.yaml", catalog::definitions::built_in(), problems
    );
    BOOST_TEST(!read.has_value());
    BOOST_TEST_REQUIRE(!problems.empty());
    bool told = false;
    for (const auto& each : problems.sorted()) {
        told = told || (each.code == "policy.unknown-key" && each.where.line == 8U &&
                        each.hint == "did you mean 'MESSAGE'?");
    }
    BOOST_TEST(told);
}

BOOST_AUTO_TEST_SUITE_END()
