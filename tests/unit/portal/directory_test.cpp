#include "portal/directory/user_fields.hpp"
#include "portal/directory/user_query.hpp"
#include "portal/directory/user_row.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <set>
#include <string>
#include <string_view>

namespace {

model::object object(std::string_view text) {
    return boost::json::parse(text).as_object();
}

portal::user_query narrow() {
    portal::user_query made;
    made.departments = {4, 6};
    made.fields = {{"WORK_CITY", {"Riga", "Осло"}}, {"ID", {"17", "18"}}};
    return made;
}

struct row {
    std::string_view name;
    std::string_view changes;  // to a row that fits
    std::string_view why;      // "" = it fits
};

const row misfits[] = {
    {"fits", "{}", ""},
    {"in another case", R"({"WORK_CITY": "ОСЛО"})", ""},
    {"one of several departments", R"({"UF_DEPARTMENT": [1, "6"]})", ""},
    {"active as a letter", R"({"ACTIVE": "Y"})", ""},
    {"dismissed", R"({"ACTIVE": false})", "he is not active"},
    {"dismissed, as a letter", R"({"ACTIVE": "N"})", "he is not active"},
    {"silent about being active", R"({"ACTIVE": null})", "it does not say whether he is ACTIVE"},
    {"a guest", R"({"USER_TYPE": "extranet"})", "his USER_TYPE is \"extranet\""},
    {"a bot", R"({"USER_TYPE": "bot"})", "his USER_TYPE is \"bot\""},
    {"another department", R"({"UF_DEPARTMENT": [5]})", "his UF_DEPARTMENT is [5]"},
    {"no department", R"({"UF_DEPARTMENT": false})", "his UF_DEPARTMENT is false"},
    {"another city", R"({"WORK_CITY": "Paris"})", "his WORK_CITY is \"Paris\""},
    {"no city", R"({"WORK_CITY": ""})", "his WORK_CITY is \"\""},
    {"another id", R"({"ID": "19"})", "his ID is \"19\""},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(directory)

BOOST_AUTO_TEST_CASE(a_page_is_asked_for_after_the_last_id_and_without_counting) {
    BOOST_TEST(
        boost::json::serialize(portal::page_parameters({}, 0)) ==
        R"({"FILTER":{">ID":0,"ACTIVE":"Y","USER_TYPE":"employee"},)"
        R"("sort":"ID","order":"ASC","ADMIN_MODE":true,"start":-1})"
    );
    auto asked = narrow();
    BOOST_TEST(
        boost::json::serialize(portal::page_parameters(asked, 250).at("FILTER")) ==
        R"({">ID":250,"ACTIVE":"Y","USER_TYPE":"employee","UF_DEPARTMENT":[4,6],)"
        R"("=WORK_CITY":["Riga","Осло"],"ID":["17","18"]})"
    );
    asked.active = portal::activity::all;
    asked.from = portal::company::all;
    const auto wider = portal::page_parameters(asked, 250).at("FILTER").as_object();
    BOOST_TEST(!wider.contains("ACTIVE"));
    BOOST_TEST(!wider.contains("USER_TYPE"));
}

BOOST_AUTO_TEST_CASE(a_row_that_was_not_asked_for_is_seen) {
    for (const auto& each : misfits) {
        BOOST_TEST_CONTEXT(each.name) {
            auto given = object(
                R"({"ID": "17", "ACTIVE": true, "USER_TYPE": "employee", "UF_DEPARTMENT": [4],)"
                R"( "WORK_CITY": "riga"})"
            );
            for (const auto& change : object(each.changes)) given[change.key()] = change.value();
            BOOST_TEST(portal::misfit(given, narrow()).value_or("") == each.why);
        }
    }
}

BOOST_AUTO_TEST_CASE(whom_a_wide_question_takes) {
    portal::user_query wide;
    wide.active = portal::activity::all;
    wide.from = portal::company::all;
    const auto fits = [&](std::string_view text) { return !portal::misfit(object(text), wide); };
    BOOST_TEST(fits(R"({"ID": "1"})"));
    BOOST_TEST(fits(R"({"ID": "1", "ACTIVE": false, "USER_TYPE": "extranet"})"));
    BOOST_TEST(!fits(R"({"ID": "1", "USER_TYPE": "bot"})"));
    BOOST_TEST(portal::misfit(object(R"({"ID": "1"})"), {}).has_value());
}

BOOST_AUTO_TEST_CASE(a_row_becomes_attributes) {
    const auto read = portal::read_user_row(
        object(R"({"ID": "17", "ACTIVE": "N", "EMAIL": "a@b.example", "WORK_POSITION": "Lead",)"
               R"( "PERSONAL_MOBILE": "", "UF_DEPARTMENT": [4, "6"], "TIMESTAMP_X": {},)"
               R"( "LAST_LOGIN": "2026-01-01", "PERSONAL_PHOTO": "https://x", "UF_SKILLS": false,)"
               R"( "UF_USR_TEAMS": ["a", "b"], "UF_USR_1": null})")
    );
    BOOST_REQUIRE(read.has_value());
    BOOST_TEST(read->who.id.value() == 17);
    BOOST_TEST(read->who.email == "a@b.example");
    BOOST_TEST((read->departments == std::vector<std::int64_t>{4, 6}));
    BOOST_TEST(
        boost::json::serialize(read->who.attributes) ==
        R"({"id":17,"active":false,"email":"a@b.example","position":"Lead","mobile":"",)"
        R"("uf_usr_teams":["a","b"]})"
    );
    BOOST_TEST(!portal::read_user_row(object(R"({"NAME": "x"})")).has_value());
    BOOST_TEST(!portal::read_user_row(object(R"({"ID": "x"})")).has_value());
}

BOOST_AUTO_TEST_CASE(a_department_row) {
    const auto root = portal::read_department_row(object(R"({"ID": "1", "NAME": "Acme"})"));
    BOOST_REQUIRE(root.has_value());
    BOOST_TEST(root->parent == 0);
    const auto other =
        portal::read_department_row(object(R"({"ID": 5, "NAME": "EU", "PARENT": "1"})"));
    BOOST_REQUIRE(other.has_value());
    BOOST_TEST(other->id == 5);
    BOOST_TEST(other->parent == 1);
    BOOST_TEST(!portal::read_department_row(object(R"({"NAME": "EU"})")).has_value());
}

BOOST_AUTO_TEST_CASE(no_two_fields_give_one_attribute) {
    std::set<std::string_view> names;
    std::set<std::string_view> attributes;
    for (const auto& each : portal::user_fields()) {
        BOOST_TEST(names.insert(each.name).second, each.name);
        if (!each.attribute.empty())
            BOOST_TEST(attributes.insert(each.attribute).second, each.attribute);
    }
    BOOST_TEST(!attributes.contains("department"));
}

BOOST_AUTO_TEST_CASE(the_companys_own_fields) {
    BOOST_TEST(portal::is_custom_user_field("UF_USR_SHOE_2"));
    for (const std::string_view not_one :
         {"UF_USR_", "UF_USR_shoe", "UF_SHOE", "UF_USR_A B", "!UF_USR_A"})
        BOOST_TEST(!portal::is_custom_user_field(not_one), not_one);
    BOOST_TEST(portal::attribute_of_field("UF_USR_SHOE_2") == "uf_usr_shoe_2");
    BOOST_TEST(portal::attribute_of_field("WORK_POSITION") == "position");
    BOOST_TEST(portal::attribute_of_field("LAST_LOGIN") == "");
}

BOOST_AUTO_TEST_SUITE_END()
