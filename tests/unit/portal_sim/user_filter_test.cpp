#include "portal-sim/core/user_filter.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

namespace json = boost::json;
using namespace portal_sim;

std::vector<user> people() {
    std::vector<user> all(4);
    for (std::size_t i = 0; i < all.size(); ++i) all[i].id = static_cast<std::int64_t>(i + 1);
    all[0].fields = {{"NAME", "Anna"}, {"EMAIL", "anna@acme.example"}};
    all[1].fields = {{"NAME", "Пётр"}, {"EMAIL", "petr@acme.example"}};
    all[2].fields = {{"NAME", "Anton"}, {"EMAIL", "anton@other.example"}};
    all[3].fields = {{"NAME", "Zoë"}, {"EMAIL", "zoe@acme.example"}};
    all[0].departments = {1};
    all[1].departments = {2, 3};
    all[2].departments = {3};
    all[3].active = false;
    return all;
}

std::string selected(const char* filter) {
    const user_filter chosen(json::parse(filter).as_object(), [](auto) { return true; });
    std::string ids;
    for (const auto& each : people())
        if (chosen.matches(each)) ids += std::to_string(each.id);
    return ids;
}

struct row {
    const char* filter;
    const char* ids;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(filters_of_user_get)

BOOST_AUTO_TEST_CASE(prefixes_and_values) {
    const std::vector<row> rows{
        {R"({})", "1234"},
        {R"({"ID":2})", "2"},
        {R"({"id":"2"})", "2"},
        {R"({"ID":["1","3"]})", "13"},
        {R"({"@ID":[1,3]})", "13"},
        {R"({"!@ID":[1,3]})", "24"},
        {R"({">ID":2})", "34"},
        {R"({">=ID":2})", "234"},
        {R"({"<ID":"2"})", "1"},
        {R"({"<=ID":2})", "12"},
        {R"({"!ID":2})", "134"},
        {R"({"!=ID":2})", "134"},
        {R"({"EMAIL":"ANNA@acme.example"})", "1"},
        {R"({"%EMAIL":"acme"})", "124"},
        {R"({"!%EMAIL":"acme"})", "3"},
        {R"({"=%NAME":"an%"})", "13"},
        {R"({"%=NAME":"%a"})", "1"},
        {R"({"!=%NAME":"an%"})", "24"},
        {R"({"NAME":"пётр"})", "2"},
        {R"({"ACTIVE":"Y"})", "123"},
        {R"({"ACTIVE":true})", "123"},
        {R"({"ACTIVE":1})", "123"},
        {R"({"ACTIVE":"N"})", "4"},
        {R"({"ACTIVE":false})", "4"},
        {R"({"ACTIVE":"0"})", "4"},
        {R"({"ACTIVE":"false"})", "123"},  // trap 7
        {R"({"UF_DEPARTMENT":3})", "23"},
        {R"({"UF_DEPARTMENT":["1","2"]})", "12"},
        {R"({"HAS_DEPARTAMENT":"Y"})", "123"},
        {R"({"USER_TYPE":"employee"})", "1234"},
        {R"({"USER_TYPE":"extranet"})", ""},
        {R"({"NAME_SEARCH":"ann"})", "1"},
        {R"({"ACTIVE":"Y","UF_DEPARTMENT":3,"!ID":3})", "2"},
        // A misspelt name selects everybody (trap 6).
        {R"({"EMIAL":"anna@acme.example"})", "1234"},
        {R"({"UF_DEPARTMENTS":3})", "1234"},
    };
    for (const auto& row : rows) BOOST_TEST(selected(row.filter) == row.ids, row.filter);
}

BOOST_AUTO_TEST_CASE(fields_beyond_the_scope_are_dropped_too) {
    const user_filter filter({{"EMAIL", "anna@acme.example"}}, [](auto field) {
        return field != "EMAIL";
    });
    for (const auto& each : people()) BOOST_TEST(filter.matches(each));
}

BOOST_AUTO_TEST_SUITE_END()
