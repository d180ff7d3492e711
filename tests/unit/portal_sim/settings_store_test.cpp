#include "portal-sim/core/settings_store.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

namespace json = boost::json;
using portal_sim::settings_store;
using portal_sim::settings_surroundings;

constexpr std::int64_t someone = 7;

json::value read(const settings_store& store, std::string_view key) {
    const auto settings = store.read(someone, {"Europe/Berlin", {}});
    BOOST_TEST_REQUIRE(settings.has_value());
    return settings->at(key);
}

void write(settings_store& store, const char* settings) {
    const auto written = store.write(someone, json::parse(settings));
    BOOST_TEST_REQUIRE(written.has_value());
}

struct sent_and_read {
    const char* key;
    const char* sent;
    const char* read;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(settings_as_they_lie)

BOOST_AUTO_TEST_CASE(defaults_are_the_portals) {
    const settings_store store;
    BOOST_TEST(read(store, "view") == json::value("month"));
    BOOST_TEST(read(store, "syncPeriodPast") == json::value(3));
    BOOST_TEST(read(store, "defaultSections") == json::array());
    BOOST_TEST(read(store, "defaultReminders").at("fullDay").is_object());
    BOOST_TEST(store.stored(someone) == nullptr);
}

BOOST_AUTO_TEST_CASE(values_keep_their_types_and_nothing_is_checked) {
    const std::vector<sent_and_read> rows{
        {"view", R"("nonsense")", R"("nonsense")"},
        {"view", "5", "5"},
        {"collapseOffHours", "false", "false"},
        {"meetSection", R"("999999")", R"("999999")"},
        {"syncPeriodPast", R"("6")", R"("6")"},
        {"syncPeriodPast", "6", "6"},
        {"showDeclined", R"("false")", "true"},
        {"showDeclined", R"("0")", "false"},
        {"showDeclined", R"("")", "false"},
        {"showDeclined", "null", "null"},
        {"denyBusyInvitation", R"("N")", "true"},
        {"denyBusyInvitation", "1", "true"},
        {"defaultSections", R"({"user7":"12"})", R"({"user7":"12"})"},
        {"defaultSections", "{}", "[]"},
        {"defaultSections", R"("{\"user7\":\"12\"}")", R"({"user7":"12"})"},
        {"defaultSections", R"("[]")", "[]"},
        {"defaultSections", R"("null")", "null"},
        {"defaultSections", "true", "1"},
        {"defaultReminders", R"({"withTime":[]})", R"({"withTime":[]})"},
    };
    for (const auto& row : rows) {
        BOOST_TEST_CONTEXT(row.key << " = " << row.sent) {
            settings_store store;
            json::object settings{{row.key, json::parse(row.sent)}};
            BOOST_TEST_REQUIRE(store.write(someone, settings).value());
            BOOST_TEST(read(store, row.key) == json::parse(row.read));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_write_leaves_alone_what_it_does_not_name) {
    settings_store store;
    write(store, R"({"view":"week","defaultReminders":{"fullDay":[],"withTime":[]}})");
    write(store, R"({"showTasks":"N","View":"day","unknown":1,"timezoneName":"Mars"})");
    BOOST_TEST(read(store, "view") == json::value("week"));
    BOOST_TEST(read(store, "showTasks") == json::value("N"));
    BOOST_TEST(read(store, "timezoneName") == json::value("Europe/Berlin"));
    BOOST_TEST(!store.stored(someone)->contains("unknown"));
    // A map is replaced as a whole.
    write(store, R"({"defaultReminders":{"withTime":[{"type":"min","count":5}]}})");
    BOOST_TEST(!read(store, "defaultReminders").as_object().contains("fullDay"));
}

BOOST_AUTO_TEST_CASE(false_forgets_everything_and_other_scalars_do_nothing) {
    settings_store store;
    write(store, R"({"view":"week"})");
    for (const char* nothing : {"true", "1", R"("")", R"("text")", "0"})
        BOOST_TEST(!store.write(someone, json::parse(nothing)).value(), nothing);
    BOOST_TEST(read(store, "view") == json::value("week"));
    BOOST_TEST(store.write(someone, false).value());
    BOOST_TEST(read(store, "view") == json::value("month"));
    BOOST_TEST(store.stored(someone) == nullptr);
}

BOOST_AUTO_TEST_CASE(text_that_is_no_json_poisons_a_user_until_reset) {
    for (const char* poison : {R"("")", R"("abc")", "null", "false"}) {
        for (const char* key : {"defaultSections", "defaultReminders"}) {
            BOOST_TEST_CONTEXT(key << " = " << poison) {
                settings_store store;
                BOOST_TEST(store.write(someone, json::object{{key, json::parse(poison)}}).value());
                BOOST_TEST(store.read(someone, {}).error().code == "ERROR_ARGUMENT");
                const auto again = store.write(someone, json::parse(R"({"view":"day"})"));
                BOOST_TEST(again.error().code == "ERROR_ARGUMENT");
                BOOST_TEST(store.write(someone, false).value());
                BOOST_TEST(store.read(someone, {}).has_value());
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(work_time_is_shown_only_to_who_has_one) {
    const settings_store store;
    const auto without = store.read(someone, {"", {}});
    BOOST_TEST(!without->contains("work_time_start"));
    const settings_surroundings around{"", {{"9.00", "18.00"}}};
    BOOST_TEST(store.read(someone, around)->at("work_time_end") == json::value("18.00"));
}

BOOST_AUTO_TEST_SUITE_END()
