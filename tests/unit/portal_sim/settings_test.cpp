#include "portal_caller.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

using namespace portal_sim_test;
namespace json = boost::json;

BOOST_AUTO_TEST_SUITE(settings_methods)

BOOST_AUTO_TEST_CASE(settings_are_the_callers_own) {
    portal_caller portal;
    const auto said = portal.call(
        admin, "calendar.user.settings.set", {{"settings", {{"view", "week"}}}, {"userId", 3}}
    );
    BOOST_TEST(said.result() == json::value(true));
    BOOST_TEST(portal.user(3).at("settings").is_null());
    BOOST_TEST(portal.user(admin).at("settings").at("view") == json::value("week"));
    const auto mine = portal.call(3, "calendar.user.settings.get");
    BOOST_TEST(mine.result().at("view") == json::value("month"));
}

BOOST_AUTO_TEST_CASE(missing_settings_are_refused_without_a_code) {
    portal_caller portal;
    for (const auto& parameters : {json::object{}, json::object{{"settings", nullptr}}}) {
        const auto said = portal.call(3, "calendar.user.settings.set", parameters);
        BOOST_TEST(said.status == 400);
        BOOST_TEST(said.failed());
        BOOST_TEST(said.error() == "");
        BOOST_TEST(
            said.body.at("error_description") ==
            json::value("The required parameter \"settings\" for the method "
                        "\"calendar.user.settings.set\" is not set")
        );
    }
    // The name is case-sensitive.
    BOOST_TEST(portal.call(3, "calendar.user.settings.set", {{"SETTINGS", {{"a", 1}}}}).failed());
}

BOOST_AUTO_TEST_CASE(forms_store_texts) {
    portal_caller portal;
    portal.form(
        3,
        "calendar.user.settings.set",
        "settings[showDeclined]=false&settings[syncPeriodPast]=6&settings[sendFromEmail]="
    );
    const auto said = portal.call(3, "calendar.user.settings.get");
    BOOST_TEST(said.result().at("showDeclined") == json::value(true));  // trap 4
    BOOST_TEST(said.result().at("syncPeriodPast") == json::value("6"));
    BOOST_TEST(said.result().at("sendFromEmail") == json::value(""));
}

BOOST_AUTO_TEST_CASE(poison_shows_as_an_error_argument) {
    portal_caller portal;
    portal.form(3, "calendar.user.settings.set", "settings[defaultSections]=");
    const auto said = portal.call(3, "calendar.user.settings.get");
    BOOST_TEST(said.status == 400);
    BOOST_TEST(said.error() == "ERROR_ARGUMENT");
    BOOST_TEST(said.body.as_object().contains("argument"));
}

BOOST_AUTO_TEST_CASE(settings_of_the_portal_are_there) {
    portal_caller portal;
    const auto said = portal.call(3, "calendar.settings.get");
    BOOST_TEST(said.result().at("week_start") == json::value("MO"));
}

BOOST_AUTO_TEST_SUITE_END()
