#include "catalog/definitions.hpp"
#include "policy_samples.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

// What policies may speak of besides the user: the portal, listed names of the environment, and
// variables that were given on the command line.

namespace {

policy::reading sample_reading() {
    policy::reading with;
    with.known.portal_name = "acme";
    with.known.portal_url = "https://acme.bitrix24.com";
    with.known.environment = {{"CITY", "Berlin"}, {"UNSET", std::nullopt}};
    return with;
}

// The name that user 17 is given, or what is wrong.
std::string name_with(std::string_view text, const policy::reading& with = sample_reading()) {
    base::diagnostics problems;
    const auto read = policy::policy_set::read_text(
        text, "p.yaml", catalog::definitions::built_in(), problems, with
    );
    if (!read) return lines_of(problems);
    const auto job = read->expand(sample_user(), problems);
    if (!job) return job.has_value() ? "" : "nothing" + lines_of(problems);
    return std::string(std::get<model::value>(job->steps.at(0).with.at(0).wanted).as_string());
}

std::string naming(std::string_view value, std::string_view more = "") {
    return policy_of(
        std::string(more) +
        "  steps:\n    - ensure: user\n      with:\n        NAME: " + std::string(value) + "\n"
    );
}

policy::reading with_variable(std::string_view text) {
    base::diagnostics problems;
    auto with = sample_reading();
    with.overrides.push_back(policy::read_override(text, problems).value());
    return with;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(facts)

BOOST_AUTO_TEST_CASE(the_portal_has_a_name_and_a_url) {
    BOOST_TEST(
        name_with(naming("\"${upper(portal.name)} ${portal.url}\"")) ==
        "ACME https://acme.bitrix24.com"
    );
    BOOST_TEST(
        name_with(naming("${portal.plan}")) ==
        "8:17 error there is no 'portal.plan' [spec.steps[0].with.NAME] a portal has a name and a "
        "url: portal.name, portal.url\n"
    );
}

BOOST_AUTO_TEST_CASE(a_condition_may_ask_which_portal_it_is) {
    BOOST_TEST(name_with(naming("A", "  when: portal.name == 'acme'\n")) == "A");
    BOOST_TEST(name_with(naming("A", "  when: portal.name != 'acme'\n")) == "nothing");
}

BOOST_AUTO_TEST_CASE(only_listed_names_of_the_environment_are_open) {
    BOOST_TEST(name_with(naming("${env.CITY}")) == "Berlin");
    BOOST_TEST(
        name_with(naming("${env.HOME}")) ==
        "8:17 error 'env.HOME' is not open to policies [spec.steps[0].with.NAME] list its name "
        "under 'environment' in the configuration\n"
    );
    BOOST_TEST(
        name_with(naming("${env.CITI}")) ==
        "8:17 error 'env.CITI' is not open to policies [spec.steps[0].with.NAME] did you mean "
        "'CITY'?\n"
    );
}

BOOST_AUTO_TEST_CASE(a_listed_name_that_is_not_set_needs_a_default) {
    BOOST_TEST(name_with(naming("\"${env.UNSET ?? 'Paris'}\"")) == "Paris");
    BOOST_TEST(
        name_with(naming("${env.UNSET}")) ==
        "8:17 error the environment has no 'UNSET' at present [spec.steps[0].with.NAME] set it, or "
        "write env.UNSET ?? 'a default'\n"
    );
}

BOOST_AUTO_TEST_CASE(a_variable_that_is_given_counts_more_than_what_the_policy_says) {
    const auto text = naming("\"${vars.city}\"", "  vars: { city: Rome }\n");
    BOOST_TEST(name_with(text) == "Rome");
    BOOST_TEST(name_with(text, with_variable("city=Oslo")) == "Oslo");
    BOOST_TEST(name_with(text, with_variable("city=${user.email}")) == "ann@acme.example");
    auto twice = with_variable("city=Oslo");
    twice.overrides.push_back(with_variable("city=Bern").overrides.front());
    BOOST_TEST(name_with(text, twice) == "Bern");
}

BOOST_AUTO_TEST_CASE(a_given_value_has_the_type_that_it_would_have_in_a_policy) {
    base::diagnostics problems;
    const auto kind = [&](std::string_view text) {
        return policy::read_override(text, problems)->value.kind;
    };
    BOOST_TEST((kind("a=20") == document::node_kind::integer));
    BOOST_TEST((kind("a=true") == document::node_kind::boolean));
    BOOST_TEST((kind("a=no") == document::node_kind::text));
    BOOST_TEST((kind("a=") == document::node_kind::text));
    BOOST_TEST((kind("a=b=c") == document::node_kind::text));
    BOOST_TEST(problems.empty());
}

BOOST_AUTO_TEST_CASE(what_is_given_and_fits_nothing_is_refused) {
    const auto text = naming("\"${vars.city}\"", "  vars: { city: Rome }\n");
    BOOST_TEST(
        name_with(text, with_variable("town=Oslo")) ==
        "0:0 error no policy has the variable 'town' only what stands in spec.vars of a policy can "
        "be given\n"
    );
    BOOST_TEST(
        name_with(text, with_variable("cty=Oslo")) ==
        "0:0 error no policy has the variable 'cty' did you mean 'city'?\n"
    );
    base::diagnostics problems;
    BOOST_TEST(!policy::read_override("city", problems).has_value());
    BOOST_TEST(!policy::read_override("=x", problems).has_value());
    BOOST_TEST(
        lines_of(problems) ==
        "0:0 error '--var city' does not say which variable becomes what write --var NAME=VALUE\n"
        "0:0 error '--var =x' does not say which variable becomes what write --var NAME=VALUE\n"
    );
}

BOOST_AUTO_TEST_CASE(another_value_is_another_fingerprint) {
    const auto text = naming("\"${vars.city}\"", "  vars: { city: Rome }\n");
    const auto print = [&](const policy::reading& with) {
        base::diagnostics problems;
        return policy::policy_set::read_text(
                   text, "p.yaml", catalog::definitions::built_in(), problems, with
        )
            ->fingerprint();
    };
    BOOST_TEST(print(with_variable("city=Oslo")) != print({}));
    BOOST_TEST(print(with_variable("city=Oslo")) == print(with_variable("city=Oslo")));
}

BOOST_AUTO_TEST_SUITE_END()
