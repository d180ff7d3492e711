#include "portal_caller.hpp"

#include <boost/json/array.hpp>
#include <boost/test/unit_test.hpp>

#include <vector>

using namespace portal_sim_test;
namespace json = boost::json;

namespace {

struct active_row {
    json::value sent;
    bool active;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(staff)

// The server compares with "N" loosely: a JSON true dismisses (trap 34), the text "false" keeps.
BOOST_AUTO_TEST_CASE(only_y_and_n_mean_what_they_say) {
    const std::vector<active_row> rows{
        {"Y", true},
        {"N", false},
        {true, false},
        {false, true},
        {"false", true},
        {0, true},
        {1, true}
    };
    for (const auto& row : rows) {
        portal_caller portal;
        portal.call(admin, "user.update", {{"ID", 3}, {"ACTIVE", row.sent}});
        BOOST_TEST(portal.user(3).at("active").as_bool() == row.active, row.sent);
    }
}

BOOST_AUTO_TEST_CASE(people_change_themselves_but_not_their_rank) {
    portal_caller portal;
    const auto said = portal.call(
        3,
        "user.update",
        {{"id", 3}, {"WORK_POSITION", "Boss"}, {"ACTIVE", "N"}, {"UF_DEPARTMENT", json::array{1}}}
    );
    BOOST_TEST(said.result() == json::value(true));
    const auto state = portal.user(3);
    BOOST_TEST(state.at("fields").at("WORK_POSITION") == json::value("Boss"));
    BOOST_TEST(state.at("active") == json::value(true));
    BOOST_TEST(state.at("departments") != (json::array{1}));

    const auto other = portal.call(3, "user.update", {{"ID", 4}, {"NAME", "x"}});
    BOOST_TEST(other.error() == "ACCESS_DENIED");
}

BOOST_AUTO_TEST_CASE(the_admin_moves_people) {
    portal_caller portal;
    portal.call(admin, "user.update", {{"ID", "3"}, {"UF_DEPARTMENT", json::array{"2", 3}}});
    BOOST_TEST(portal.user(3).at("departments") == (json::array{2, 3}));
    BOOST_TEST(portal.call(admin, "user.update", {{"ID", 99}}).failed());
    BOOST_TEST(portal.call(admin, "user.update").error() == "ERROR_ARGUMENT");
}

BOOST_AUTO_TEST_CASE(added_people_can_be_found) {
    portal_caller portal;
    const json::object newcomer{
        {"EMAIL", "new@acme.example"}, {"NAME", "Nina"}, {"UF_DEPARTMENT", json::array{2}}
    };
    const auto id = portal.call(admin, "user.add", newcomer).result();
    BOOST_TEST(id.is_int64());
    const auto found =
        portal.call(admin, "user.get", {{"FILTER", {{"EMAIL", "NEW@acme.example"}}}});
    BOOST_TEST(found.result().at(0).at("NAME") == json::value("Nina"));

    BOOST_TEST(portal.call(admin, "user.add", newcomer).error() == "ERROR_ARGUMENT");
    BOOST_TEST(portal.call(3, "user.add", newcomer).error() == "ACCESS_DENIED");
    BOOST_TEST(portal.call(admin, "user.add", {{"EMAIL", "b@acme.example"}}).failed());
    BOOST_TEST(portal.call(admin, "user.add", {{"UF_DEPARTMENT", 1}}).failed());
}

BOOST_AUTO_TEST_CASE(notifications_are_kept_and_tags_replace) {
    portal_caller portal;
    const json::object message{
        {"USER_ID", 3}, {"MESSAGE", "Hello"}, {"TAG", "muster"}, {"CLIENT_ID", "muster"}
    };
    portal.call(admin, "im.notify.system.add", message);
    BOOST_TEST(portal.call(admin, "im.notify.system.add", message).result().is_int64());
    BOOST_TEST(portal.user(3).at("notifications").as_array().size() == 1U);
    auto untagged = message;
    untagged.erase("TAG");
    portal.call(admin, "im.notify.system.add", untagged);
    portal.call(admin, "im.notify.system.add", untagged);
    BOOST_TEST(portal.user(3).at("notifications").as_array().size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_webhook_has_to_name_itself_to_notify) {
    portal_caller portal;
    const json::object message{{"USER_ID", 3}, {"MESSAGE", "Hello"}};
    BOOST_TEST(portal.call(admin, "im.notify.system.add", message).failed());
    portal.order({{"set", {{"notify_needs_client_id", false}}}});
    BOOST_TEST(!portal.call(admin, "im.notify.system.add", message).failed());
}

BOOST_AUTO_TEST_CASE(options_belong_to_apps) {
    portal_caller portal;
    const auto refused = portal.call(3, "user.option.set", {{"options", {{"a", "1"}}}});
    BOOST_TEST(refused.error() == "ACCESS_DENIED");
}

BOOST_AUTO_TEST_SUITE_END()
