#include "portal_caller.hpp"

#include <boost/json/array.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>

using namespace portal_sim_test;
namespace json = boost::json;

namespace {

portal_caller big_portal() {
    auto options = portal_caller::unlimited();
    options.users = 120;
    return portal_caller(options);
}

std::size_t rows(const heard& said) {
    return said.result().as_array().size();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(user_get)

BOOST_AUTO_TEST_CASE(pages_hold_fifty) {
    auto portal = big_portal();
    const auto first = portal.call(admin, "user.get");
    BOOST_TEST(rows(first) == 50U);
    BOOST_TEST(first.body.at("total") == json::value(121));
    BOOST_TEST(first.body.at("next") == json::value(50));
    const auto last = portal.call(admin, "user.get", {{"start", 100}});
    BOOST_TEST(rows(last) == 21U);
    BOOST_TEST(!last.body.as_object().contains("next"));
    // An offset, not a page number.
    const auto offset = portal.call(admin, "user.get", {{"start", "7"}});
    BOOST_TEST(offset.result().at(0).at("ID") == json::value("8"));
}

BOOST_AUTO_TEST_CASE(an_empty_answer_has_no_total) {
    auto portal = big_portal();
    const auto said = portal.call(admin, "user.get", {{"FILTER", {{"ID", 999}}}});
    BOOST_TEST(said.result() == json::array());
    BOOST_TEST(!said.body.as_object().contains("total"));
}

BOOST_AUTO_TEST_CASE(fast_mode_goes_on_by_id_and_counts_nothing) {
    auto portal = big_portal();
    std::size_t pages = 0;
    std::size_t people = 0;
    std::string last = "0";
    for (std::size_t size = 50; size == 50; ++pages) {
        const auto said =
            portal.call(admin, "user.get", {{"start", -1}, {"FILTER", {{">ID", last}}}});
        BOOST_TEST(!said.body.as_object().contains("total"));
        BOOST_TEST(!said.body.as_object().contains("next"));
        size = rows(said);
        people += size;
        last = said.result().as_array().back().at("ID").as_string();
    }
    BOOST_TEST(pages == 3U);
    BOOST_TEST(people == 121U);
}

BOOST_AUTO_TEST_CASE(names_may_be_written_in_any_case_and_stand_on_top) {
    auto portal = big_portal();
    BOOST_TEST(rows(portal.call(3, "user.get", {{"filter", {{"ID", 5}}}})) == 1U);
    BOOST_TEST(rows(portal.call(3, "user.get", {{"Id", 5}})) == 1U);
    BOOST_TEST(rows(portal.form(3, "USER.GET.json", "FILTER[%3EID]=118")) == 3U);
}

BOOST_AUTO_TEST_CASE(types_are_those_of_the_portal) {
    portal_caller portal;
    const auto row = portal.call(admin, "user.get", {{"ID", 3}}).result().at(0);
    BOOST_TEST(row.at("ID") == json::value("3"));
    BOOST_TEST(row.at("ACTIVE") == json::value(true));
    BOOST_TEST(row.at("UF_DEPARTMENT").at(0).is_int64());
    BOOST_TEST(row.at("LAST_ACTIVITY_DATE").is_object());
}

BOOST_AUTO_TEST_CASE(select_narrows_the_row) {
    portal_caller portal;
    const auto said =
        portal.call(admin, "user.get", {{"ID", 3}, {"select", json::array{"NAME", "UF_*"}}});
    const auto row = said.result().at(0).as_object();
    BOOST_TEST(row.contains("ID"));
    BOOST_TEST(row.contains("UF_DEPARTMENT"));
    BOOST_TEST(!row.contains("EMAIL"));
}

BOOST_AUTO_TEST_CASE(sort_needs_its_order) {
    auto portal = big_portal();
    const auto down =
        portal.call(admin, "user.get", {{"sort", "EMAIL"}, {"order", "DESC"}}).result().as_array();
    BOOST_TEST(std::ranges::is_sorted(down, std::ranges::greater(), [](const json::value& each) {
        return std::string(std::string_view(each.at("EMAIL").as_string()));
    }));
    const auto same = portal.call(admin, "user.get", {{"sort", "EMAIL"}});
    BOOST_TEST(same.result().at(0).at("ID") == json::value("1"));
}

BOOST_AUTO_TEST_CASE(a_brief_scope_hides_addresses_and_ignores_filters_on_them) {
    auto portal = big_portal();
    portal.order({{"remove_scope", {{"scope", "user"}, {"user", 3}}}});
    portal.order({{"remove_scope", {{"scope", "user_basic"}, {"user", 3}}}});
    const auto said = portal.call(3, "user.get", {{"FILTER", {{"EMAIL", "nobody@nowhere"}}}});
    BOOST_TEST(rows(said) == 50U);
    BOOST_TEST(!said.result().at(0).as_object().contains("EMAIL"));
}

BOOST_AUTO_TEST_CASE(departments_have_a_root_without_parent) {
    portal_caller portal;
    const auto all = portal.call(3, "department.get");
    BOOST_TEST(!all.result().at(0).as_object().contains("PARENT"));
    BOOST_TEST(all.result().at(1).at("PARENT") == json::value("1"));
    BOOST_TEST(all.body.at("total") == json::value(rows(all)));
    BOOST_TEST(rows(portal.call(3, "department.get", {{"NAME", "бухгалтерия"}})) == 1U);
    BOOST_TEST(rows(portal.call(3, "department.get", {{"PARENT", "2"}})) == 1U);
}

BOOST_AUTO_TEST_CASE(profile_tells_whose_the_credential_is) {
    portal_caller portal;
    BOOST_TEST(portal.call(admin, "profile").result().at("ADMIN") == json::value(true));
    BOOST_TEST(portal.call(3, "profile").result().at("ID") == json::value("3"));
    BOOST_TEST(portal.call(3, "user.current").result().at("ID") == json::value("3"));
    BOOST_TEST(portal.call(3, "user.admin").result() == json::value(false));
}

BOOST_AUTO_TEST_CASE(methods_can_be_asked_for) {
    portal_caller portal;
    const auto known = portal.call(3, "method.get", {{"name", "user.get"}}).result();
    BOOST_TEST(known == (json::value{{"isExisting", true}, {"isAvailable", true}}));
    const auto unknown = portal.call(3, "method.get", {{"name", "User.Get"}}).result();
    BOOST_TEST(unknown.at("isExisting") == json::value(false));
    portal.order({{"remove_scope", {{"scope", "im"}, {"user", 3}}}});
    const auto barred = portal.call(3, "method.get", {{"name", "im.notify.system.add"}}).result();
    BOOST_TEST(barred == (json::value{{"isExisting", true}, {"isAvailable", false}}));
    const auto granted = portal.call(3, "scope").result().as_array().size();
    BOOST_TEST(portal.form(3, "scope", "full=false").result().as_array().size() == granted + 1);
}

BOOST_AUTO_TEST_CASE(an_administrator_adds_departments) {
    portal_caller portal;
    const auto made = portal.call(admin, "department.add", {{"NAME", "Oslo"}, {"PARENT", "3"}});
    const auto listed = portal.call(3, "department.get", {{"ID", made.result()}});
    BOOST_TEST(listed.result().at(0).at("NAME") == json::value("Oslo"));
    BOOST_TEST(listed.result().at(0).at("PARENT") == json::value("3"));
    BOOST_TEST(portal.call(3, "department.add", {{"NAME", "x"}, {"PARENT", 1}}).failed());
    BOOST_TEST(portal.call(admin, "department.add", {{"NAME", "x"}, {"PARENT", 999}}).failed());
    BOOST_TEST(portal.call(admin, "department.add", {{"PARENT", 1}}).failed());
}

BOOST_AUTO_TEST_SUITE_END()
