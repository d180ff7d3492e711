#include "cli/config/choose_portals.hpp"

#include "document/yaml.hpp"
#include "support/told.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

cli::config configured(const std::vector<std::string>& names) {
    cli::config made;
    made.file = "m.yaml";
    for (const auto& each : names) {
        cli::portal_config one;
        one.name = model::portal_name(each);
        made.portals.push_back(one);
    }
    return made;
}

std::string chosen(const cli::config& from, const std::vector<std::string>& asked) {
    base::diagnostics problems;
    std::string names;
    for (const auto* each : cli::choose_portals(from, asked, problems))
        names += (names.empty() ? "" : " ") + each->name.value();
    return problems.has_errors() ? support::told(problems) : names;
}

struct row {
    const char* name;
    std::vector<std::string> asked;
    std::string gives;
};

const row rows[] = {
    {"one", {"branch"}, "branch"},
    {"several, in the configuration's order", {"branch", "acme-eu"}, "acme-eu branch"},
    {"each once", {"acme-*", "acme-eu"}, "acme-eu acme-us"},
    {"all", {"all"}, "acme-eu acme-us branch"},
    {"all but one", {"all", "!branch"}, "acme-eu acme-us"},
    {"left out wherever it stands", {"!acme-*", "all"}, "branch"},
    {"only what is left out", {"!acme-*"}, "branch"},
    {"one letter", {"acme-?s"}, "acme-us"},
    {"a name that is not there",
     {"acme"},
     "m.yaml: error: there is no portal 'acme'\n  the configuration has: acme-eu, acme-us, branch"},
    {"a pattern that fits nothing",
     {"branch", "x*"},
     "m.yaml: error: there is no portal 'x*'\n  the configuration has: acme-eu, acme-us, branch"},
    {"a misspelt one to leave out must not reach him",
     {"all", "!brunch"},
     "m.yaml: error: there is no portal 'brunch'\n  the configuration has: acme-eu, acme-us, "
     "branch"},
    {"nobody is left",
     {"branch", "!branch"},
     "m.yaml: error: --portal leaves no portal\n  the configuration has: acme-eu, acme-us, branch"},
    {"none asked for, of several",
     {},
     "m.yaml: error: the configuration has several portals\n  name one of them with --portal: "
     "acme-eu, acme-us, branch"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(choose_portals)

BOOST_AUTO_TEST_CASE(what_is_asked_for) {
    const auto from = configured({"acme-eu", "acme-us", "branch"});
    for (const auto& each : rows)
        BOOST_TEST_CONTEXT(each.name) BOOST_TEST(chosen(from, each.asked) == each.gives);
}

BOOST_AUTO_TEST_CASE(the_only_one_needs_no_name) {
    BOOST_TEST(chosen(configured({"acme"}), {}) == "acme");
}

BOOST_AUTO_TEST_CASE(of_two_thousand_names_a_message_holds_a_few) {
    std::vector<std::string> names;
    for (int i = 0; i < 2000; ++i) names.push_back("p" + std::to_string(i));
    const auto told = cli::names_of_portals(configured(names));
    BOOST_TEST(told == "p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11 and 1988 more");
}

BOOST_AUTO_TEST_SUITE_END()
