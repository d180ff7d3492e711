#include "cli/reference/schema.hpp"

#include "cli/reference/indented_json.hpp"
#include "support/golden.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>

BOOST_AUTO_TEST_SUITE(schema)

BOOST_AUTO_TEST_CASE(the_files_that_ship_are_what_the_program_prints) {
    for (const auto name : cli::schema_names) {
        const auto kind = cli::schema_named(name);
        BOOST_TEST_REQUIRE(kind.has_value());
        const auto text =
            cli::indented_json(cli::schema_of(*kind, catalog::definitions::built_in()));
        support::check_golden("templates/schema/" + std::string(name) + ".v1.json", text);
    }
    BOOST_TEST(!cli::schema_named("polici").has_value());
}

BOOST_AUTO_TEST_CASE(what_is_indented_is_the_same_value) {
    const auto made = cli::schema_of(cli::schema_kind::policy, catalog::definitions::built_in());
    BOOST_TEST(boost::json::parse(cli::indented_json(made)) == model::value(made));
}

// A company's own definitions are offered by the editor like the built-in ones.
BOOST_AUTO_TEST_CASE(the_policy_schema_lists_what_the_catalog_holds) {
    auto all = catalog::definitions::built_in();
    base::diagnostics problems;
    all.add(
        "apiVersion: muster/v1\nkind: Catalog\nmethods:\n  acme.badge.add:\n"
        "    { description: x, scope: s, acts_on: portal, idempotent: true }\n",
        "acme.yaml",
        problems
    );
    BOOST_TEST(problems.empty());
    const auto made = cli::schema_of(cli::schema_kind::policy, all);
    const auto& step = made.at("definitions").at("step");
    const auto& calls = step.at("properties").at("call").at("enum").as_array();
    const auto lists = [&](std::string_view name) {
        return std::ranges::find(calls, model::value(name)) != calls.end();
    };
    BOOST_TEST(lists("acme.badge.add"));
    BOOST_TEST(lists("im.notify.system.add"));
    BOOST_TEST(!lists("humanresources.node.member.add"));  // REST 3.0
    BOOST_TEST(!lists("calendar.user.settings.set"));      // `ensure` is the way to it
    const auto ensured = step.at("properties").at("ensure").at("enum").as_array().size();
    BOOST_TEST(ensured == all.resources().size());
    BOOST_TEST(step.at("allOf").as_array().size() == ensured + calls.size());
}

BOOST_AUTO_TEST_SUITE_END()
