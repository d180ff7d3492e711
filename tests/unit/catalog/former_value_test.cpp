#include "catalog/former_value.hpp"

#include "catalog/calls.hpp"
#include "catalog/values.hpp"
#include "unit/catalog/field_values.hpp"
#include "unit/catalog/portal_store.hpp"
#include "unit/catalog/reading.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using catalog::former_value_of;
using model::value_form;
using reading::json;

namespace {

// What the portal answers when `seen` is sent again as JSON, after another value lay there.
model::value answered_again(const catalog::field& which, const model::value& seen) {
    return portal_store::settings_answer(
        which.name, portal_store::from_json(catalog::sent_again(which, seen))
    );
}

struct oddity {
    std::string_view key;
    std::string_view stored;  // by whomever, however
};

// Values that no policy could ask for, and that portals hold all the same (portal-facts 6 and 12).
const oddity oddities[] = {
    {"syncPeriodPast", "3"},
    {"syncPeriodPast", R"("3")"},
    {"syncPeriodFuture", R"("twelve")"},
    {"meetSection", "false"},
    {"meetSection", R"("false")"},
    {"meetSection", R"("")"},
    {"meetSection", "0"},
    {"meetSection", "17"},
    {"crmSection", "null"},
    {"sendFromEmail", "false"},
    {"sendFromEmail", R"("")"},
    {"sendFromEmail", R"("nobody")"},
    {"showDeclined", "true"},
    {"showDeclined", R"("N")"},
    {"view", R"("fortnight")"},
    {"view", "false"},
    {"showTasks", "true"},
    {"defaultSections", "[]"},
    {"defaultSections", "{}"},
    {"defaultSections", R"({"user5":"17","elsewhere":false})"},
    {"defaultSections", R"("null")"},
    {"defaultSections", R"("false")"},
    {"defaultSections", R"("\"text\"")"},
    {"defaultReminders",
     R"({"fullDay":{"type":"daybefore","before":0,"time":480},"withTime":{"type":"min","count":15}})"
    },
    {"defaultReminders", R"({"withTime":[{"type":"min","count":"15"}]})"},
    {"defaultReminders", R"("{\"withTime\":[],\"fullDay\":[]}")"},
    {"defaultReminders", R"("5")"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(former_value)

BOOST_AUTO_TEST_CASE(whatever_a_setting_was_it_is_answered_again_with_its_very_type) {
    const auto& settings = reading::built_in_resource("calendar.user.settings");
    for (const auto& each : oddities) {
        BOOST_TEST_CONTEXT(each.key << " " << each.stored) {
            const auto& which = reading::built_in_field("calendar.user.settings", each.key);
            const auto seen = portal_store::settings_answer(
                std::string(each.key), portal_store::from_json(json(each.stored))
            );
            const auto former = former_value_of(settings, which, seen);
            BOOST_REQUIRE(former.has_value());
            BOOST_TEST((former->form == value_form::as_seen));
            const auto again = answered_again(which, former->what);
            BOOST_TEST(boost::json::serialize(again) == boost::json::serialize(seen));
            BOOST_TEST(catalog::alike(which, former->what, again));
        }
    }
}

BOOST_AUTO_TEST_CASE(every_value_of_a_policy_is_answered_again_with_its_very_type) {
    const auto& settings = reading::built_in_resource("calendar.user.settings");
    field_values::source source;
    int tried = 0;
    for (const auto& which : settings.fields) {
        if (which.may == catalog::access::read_only) continue;
        for (const auto& each : field_values::worth_trying(which, source)) {
            const auto seen = portal_store::settings_answer(
                which.name, portal_store::from_json(*catalog::normalise(which, each))
            );
            const auto former = former_value_of(settings, which, seen);
            BOOST_REQUIRE(former.has_value());
            const auto again = answered_again(which, former->what);
            BOOST_TEST(boost::json::serialize(again) == boost::json::serialize(seen), which.name);
            ++tried;
        }
    }
    BOOST_TEST(tried > 300);
}

BOOST_AUTO_TEST_CASE(elsewhere_it_is_what_a_policy_would_write) {
    struct row {
        std::string_view key;
        std::string_view seen;
        std::string_view expected;  // "" = cannot be said
        value_form form = value_form::normal;
    };
    const row rows[] = {
        {"ACTIVE", "true", R"("Y")"},  // the boolean true would dismiss the user
        {"ACTIVE", "false", R"("N")"},
        {"ACTIVE", "null", ""},
        {"WORK_POSITION", R"("Clerk")", R"("Clerk")"},
        {"WORK_POSITION", "null", R"("")"},
        {"WORK_POSITION", "false", R"("")"},
        {"WORK_PHONE", "5", ""},
        {"PERSONAL_GENDER", "null", R"("")"},
        {"EMAIL", R"("a@acme.example")", R"("a@acme.example")"},
        {"EMAIL", R"("nobody")", R"("nobody")", value_form::as_seen},
        {"EMAIL", R"("")", ""},
        {"UF_DEPARTMENT", R"(["5", 7])", "[5,7]"},
        {"UF_DEPARTMENT", "false", "[]"},
        {"ID", "17", ""},
    };
    const auto& user = reading::built_in_resource("user");
    for (const auto& row : rows) {
        BOOST_TEST_CONTEXT(row.key << " " << row.seen) {
            const auto& which = reading::built_in_field("user", row.key);
            const auto made = former_value_of(user, which, json(row.seen));
            BOOST_REQUIRE(made.has_value() == !row.expected.empty());
            if (!made) continue;
            BOOST_TEST(boost::json::serialize(made->what) == row.expected);
            BOOST_TEST((made->form == row.form));
        }
    }
}

BOOST_AUTO_TEST_CASE(what_the_portal_ignores_cannot_be_asked_for_again) {
    const auto& calendar = reading::built_in_resource("calendar.section");
    const auto& description = reading::built_in_field("calendar.section", "description");
    BOOST_TEST(!former_value_of(calendar, description, "").has_value());
    BOOST_TEST(former_value_of(calendar, description, "Meetings").has_value());
    const auto& color = reading::built_in_field("calendar.section", "color");
    BOOST_TEST(former_value_of(calendar, color, "#9CBE1C")->what == model::value("#9cbe1c"));
}

// Sent as itself, such a value would end the reading of all the user's settings.
BOOST_AUTO_TEST_CASE(what_is_kept_as_text_and_is_no_map_is_sent_as_text) {
    const auto& which = reading::built_in_field("calendar.user.settings", "defaultSections");
    BOOST_CHECK_THROW(
        portal_store::settings_answer("defaultSections", nullptr), std::runtime_error
    );
    BOOST_TEST(catalog::sent_again(which, nullptr) == model::value("null"));
    BOOST_TEST(catalog::sent_again(which, model::array{}) == model::value(model::array{}));
}

BOOST_AUTO_TEST_SUITE_END()
