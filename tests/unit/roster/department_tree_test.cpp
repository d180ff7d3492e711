#include "roster/department_tree.hpp"

#include "support/told.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

using ids = std::set<std::int64_t>;

// Company > EU > Sales > Nordics, Company > US > Sales, and Accounts, whose parent is not known.
std::vector<roster::department> company() {
    return {
        {1, 0, "Company"},
        {2, 1, "EU"},
        {3, 1, "US"},
        {4, 2, "Sales"},
        {5, 3, "Sales"},
        {6, 4, "Nordics"},
        {7, 99, "Accounts"},
        {8, 1, "R&D/Labs"},
        {9, 1, "Продажи"},
        {17, 6, "4"},
    };
}

roster::department_wish named(std::string_view name) {
    return {std::nullopt, std::string(name), {}};
}

roster::department_wish numbered(std::int64_t id) {
    return {id, std::to_string(id), {}};
}

struct row {
    std::string_view name;
    roster::department_wish wish;
    ids found;
    std::string_view told;
};

const row rows[] = {
    {"a name, with all below", named("EU"), {2, 4, 6, 17}, ""},
    {"in another case, with blanks around", named(" nordics "), {6, 17}, ""},
    {"in another case beyond ASCII", named("ПРОДАЖИ"), {9}, ""},
    {"everybody", named("Company"), {1, 2, 3, 4, 5, 6, 8, 9, 17}, ""},
    {"a whole path", named("Company/US/Sales"), {5}, ""},
    {"the end of a path", named("eu / sales"), {4, 6, 17}, ""},
    {"a name with a slash in it", named("R&D/Labs"), {8}, ""},
    {"an id", numbered(4), {4, 6, 17}, ""},
    {"a name that is a number", named("4"), {17}, ""},
    {"one whose parent is not known", named("Accounts"), {7}, ""},
    {"a name that two have",
     named("Sales"),
     {},
     "error: 2 departments are called 'Sales': Company/EU/Sales (id 4), Company/US/Sales (id 5) "
     "[roster.directory.departments]\n  write the path or the id of the one that is meant"},
    {"a misspelt name",
     named("Nordisc"),
     {},
     "error: the portal has no department 'Nordisc' [roster.directory.departments]\n  did you mean "
     "'Nordics'?"},
    {"a misspelt path",
     named("Company/EU/Sale"),
     {},
     "error: the portal has no department 'Company/EU/Sale' [roster.directory.departments]\n  did "
     "you mean 'Company/EU/Sales'?"},
    {"a name that is like none",
     named("Warehouse of Lisbon"),
     {},
     "error: the portal has no department 'Warehouse of Lisbon' [roster.directory.departments]\n"
     "  there are: Company, EU, US, Sales, Sales, Nordics, Accounts, R&D/Labs, Продажи, 4"},
    {"an id that there is not",
     numbered(44),
     {},
     "error: the portal has no department with the id 44 [roster.directory.departments]\n"
     "  there are: Company, EU, US, Sales, Sales, Nordics, Accounts, R&D/Labs, Продажи, 4"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(department_tree)

BOOST_AUTO_TEST_CASE(finds_what_is_meant_or_says_what_may_have_been) {
    for (const auto& each : rows) {
        BOOST_TEST_CONTEXT(each.name) {
            base::diagnostics problems;
            const roster::department_tree tree(company(), problems);
            BOOST_TEST(
                tree.find({each.wish}, problems) == each.found, boost::test_tools::per_element()
            );
            BOOST_TEST(support::told(problems) == each.told);
        }
    }
}

BOOST_AUTO_TEST_CASE(several_wishes_add_up_and_every_mistake_is_told) {
    base::diagnostics problems;
    const roster::department_tree tree(company(), problems);
    const auto found = tree.find({named("Nordics"), named("US"), named("x"), named("y")}, problems);
    BOOST_TEST(found == (ids{3, 5, 6, 17}), boost::test_tools::per_element());
    BOOST_TEST(problems.errors() == 2U);
}

BOOST_AUTO_TEST_CASE(a_user_gets_names_paths_and_ids_once_each) {
    base::diagnostics problems;
    const roster::department_tree tree(company(), problems);
    model::user who;
    tree.place(who, {6, 5, 1000});
    BOOST_TEST(
        boost::json::serialize(who.attributes) ==
        R"({"department":["Nordics","Sales"],)"
        R"("department_and_above":["Nordics","Sales","EU","Company","US"],)"
        R"("department_path":["Company/EU/Sales/Nordics","Company/US/Sales"],)"
        R"("department_id":[6,5,1000]})"
    );
    model::user guest;
    tree.place(guest, {});
    for (const auto& each : roster::department_attributes())
        BOOST_TEST(guest.attributes.at(each) == model::value(model::array()), each);
}

BOOST_AUTO_TEST_CASE(a_department_above_itself_is_told_and_harms_nobody) {
    base::diagnostics problems;
    const roster::department_tree tree(
        {{1, 2, "A"}, {2, 1, "B"}, {3, 2, "C"}, {4, 4, "D"}}, problems
    );
    BOOST_TEST(problems.errors() == 0U);
    BOOST_TEST(
        support::told(problems) ==
        "warning: on the portal the department 'A' (id 1) is above itself\n"
        "warning: on the portal the department 'D' (id 4) is above itself"
    );
    BOOST_TEST(tree.path_of(3) == "A/B/C");
    BOOST_TEST(
        tree.find({named("A")}, problems) == (ids{1, 2, 3}), boost::test_tools::per_element()
    );
}

BOOST_AUTO_TEST_SUITE_END()
