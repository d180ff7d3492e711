#include "catalog/values.hpp"
#include "simulation/rehearsal.hpp"
#include "support/print.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <string>

using namespace std::chrono_literals;
using model::user_outcome;

namespace {

const std::string settings_policy = R"(apiVersion: muster/v1
kind: Policy
metadata: { name: calendar }
spec:
  steps:
    - ensure: calendar.user.settings
      with:
        view: week
        showDeclined: false
        denyBusyInvitation: true
        showWeekNumbers: Y
        sendFromEmail: ${user.email}
        defaultReminders: { withTime: [{ type: min, count: 15 }], fullDay: [] }
)";

const std::string onboarding_policy = R"(apiVersion: muster/v1
kind: Policy
metadata: { name: onboarding }
spec:
  steps:
    - ensure: calendar.section
      id: meetings
      with: { name: "Meetings & more", color: "#9cbe1c" }
    - ensure: calendar.user.settings
      with:
        view: week
        showDeclined: false
        meetSection: ${steps.meetings.id}
        defaultSections: {}
    - call: im.notify.system.add
      as: admin
      once: true
      with: { USER_ID: "${user.id}", MESSAGE: "Welcome, ${user.name} 🎉 1+1=2 & more", CLIENT_ID: muster }
)";

const std::string notification_policy = R"(apiVersion: muster/v1
kind: Policy
metadata: { name: welcome }
spec:
  steps:
    - call: im.notify.system.add
      as: admin
      id: welcome
      with: { USER_ID: "${user.id}", MESSAGE: "Welcome", CLIENT_ID: muster }
)";

std::uint64_t users(const model::run_summary& summary, user_outcome which) {
    const auto found = summary.users.find(which);
    return found == summary.users.end() ? 0 : found->second;
}

portal_sim::portal_options portal_of(std::size_t count) {
    portal_sim::portal_options made;
    made.users = count;
    made.rules.rate.burst = 50;
    made.rules.rate.rate = 20;
    return made;
}

std::int64_t number(const boost::json::object& state, std::string_view name) {
    return state.at(name).to_number<std::int64_t>();
}

boost::json::object totals_of(const simulation::rehearsal& night) {
    return night.state().at("totals").as_object();
}

boost::json::object fault(std::string_view kind, double probability) {
    return {{"kind", kind}, {"probability", probability}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(apply)

BOOST_AUTO_TEST_CASE(two_requests_for_each_user_and_one_when_all_is_right) {
    simulation::rehearsal night(portal_of(200));
    const auto first = night.apply(settings_policy);
    BOOST_TEST(users(first.summary, user_outcome::changed) == 200U);
    BOOST_TEST(first.summary.lane.requests == 400U);
    BOOST_TEST(number(totals_of(night), "requests") == 400);
    const auto second = night.apply(settings_policy);
    BOOST_TEST(users(second.summary, user_outcome::unchanged) == 200U);
    BOOST_TEST(second.summary.lane.requests == 200U);
    BOOST_TEST(number(totals_of(night), "rate_rejections_provoked") == 0);
}

BOOST_AUTO_TEST_CASE(onboarding_creates_refers_and_notifies_once) {
    simulation::rehearsal night(portal_of(120));
    const auto first = night.apply(onboarding_policy);
    BOOST_TEST(users(first.summary, user_outcome::changed) == 120U);
    BOOST_TEST(first.summary.lane.requests == 240U + 3U);  // and 120 notifications in three batches
    const auto second = night.apply(onboarding_policy);
    BOOST_TEST(users(second.summary, user_outcome::unchanged) == 120U);
    BOOST_TEST(second.summary.lane.requests == 120U);
    BOOST_TEST(number(totals_of(night), "rate_rejections_provoked") == 0);
}

BOOST_AUTO_TEST_CASE(an_id_within_a_mapping_arrives_in_the_first_run) {
    simulation::rehearsal night(portal_of(40));
    const std::string policy = R"(apiVersion: muster/v1
kind: Policy
metadata: { name: sections }
spec:
  steps:
    - { ensure: calendar.section, id: own, with: { name: Own } }
    - { ensure: calendar.section, id: team, with: { name: Team } }
    - ensure: calendar.user.settings
      with:
        defaultSections: { "user${user.id}": "${steps.own.id}", group7: "${steps.team.id}", group8: 5 }
)";
    const auto first = night.apply(policy);
    BOOST_TEST(users(first.summary, user_outcome::changed) == 40U);
    const auto& settings =
        *catalog::definitions::built_in().find_resource("calendar.user.settings");
    const auto* field = catalog::find_field(settings.fields, "defaultSections");
    BOOST_TEST(first.summary.lane.requests == 80U);  // the portal fills in what it has just made
    for (const auto& each : night.portal.core().roster()) {
        const auto stored = night.portal.core().state_of(each.id, night.portal.now());
        const auto& sections = stored.at("sections").as_array();
        const auto id = [&](std::string_view name) {
            for (const auto& section : sections)
                if (section.at("name").as_string() == name)
                    return boost::json::value(std::to_string(number(section.as_object(), "id")));
            return boost::json::value();
        };
        boost::json::object expected{
            {"user" + std::to_string(each.id), id("Own")}, {"group7", id("Team")}, {"group8", "5"}
        };
        const auto& text = stored.at("settings").at("defaultSections").as_string();
        BOOST_TEST(catalog::same(*field, expected, boost::json::parse(text)), text);
    }
    const auto second = night.apply(policy);
    BOOST_TEST(users(second.summary, user_outcome::unchanged) == 40U);
}

BOOST_AUTO_TEST_CASE(what_may_have_happened_is_not_done_again_by_a_later_run) {
    simulation::rehearsal night(portal_of(20));
    night.portal.core().control(
        {{"faults",
          {boost::json::object{
              {"kind", "cut_after"}, {"method", "im.notify.system.add"}, {"probability", 1.0}
          }}}},
        night.portal.now()
    );
    const auto first = night.apply(onboarding_policy);
    BOOST_TEST(users(first.summary, user_outcome::unknown) == 20U);
    night.portal.core().control({{"clear_faults", true}}, night.portal.now());
    const auto second = night.apply(onboarding_policy);
    BOOST_TEST(
        users(second.summary, user_outcome::unknown) == 20U
    );  // still not known, and said so
    const auto methods = night.state().at("methods").as_object();
    BOOST_TEST(methods.at("im.notify.system.add").to_number<int>() == 20);
}

BOOST_AUTO_TEST_CASE(proven_users_in_a_single_pass_take_the_least_time) {
    simulation::rehearsal night(portal_of(600));
    night.apply(settings_policy);  // proves every credential
    night.clock.advance(1h);       // and the bucket is empty again
    night.options.board.how = plan::passes::single;
    auto changed = settings_policy;
    changed.replace(changed.find("week"), 4, "list");
    const auto pass = night.apply(changed);
    BOOST_TEST(users(pass.summary, user_outcome::changed) == 600U);
    BOOST_TEST(pass.summary.lane.requests == 600U);
    BOOST_TEST(number(totals_of(night), "rate_rejections_provoked") == 0);
    const auto least =
        28'000ms;  // 550 requests above the burst, 20 at each leak, which come once a second
    BOOST_TEST((pass.took <= least * 101 / 100));
}

BOOST_AUTO_TEST_CASE(five_thousand_notifications_are_a_hundred_batches_in_the_least_time) {
    auto sim = portal_of(5000);
    // 400 of the 420 s of operating time: there is enough, so nothing waits for it.
    sim.rules.seconds["im.notify.system.add"] = 0.08;
    simulation::rehearsal night(sim);
    const auto pass = night.apply(notification_policy);
    BOOST_TEST(users(pass.summary, user_outcome::changed) == 5000U);
    BOOST_TEST(pass.summary.lane.requests == 100U);
    BOOST_TEST(number(totals_of(night), "rate_rejections_provoked") == 0);
    const auto least =
        3'000ms;  // 50 requests above the burst, 20 at each leak, which come once a second
    BOOST_TEST((pass.took <= least * 102 / 100));
}

// 200 notifications of a second each, against 60 seconds in ten minutes.
BOOST_AUTO_TEST_CASE(a_method_out_of_operating_time_waits_while_others_go_on) {
    auto sim = portal_of(200);
    sim.rules.operating_limit = 60;
    sim.rules.seconds["im.notify.system.add"] = 1;
    simulation::rehearsal night(sim);
    night.options.board.operating.limit = 60s;
    const auto pass = night.apply(onboarding_policy);
    BOOST_TEST(users(pass.summary, user_outcome::changed) == 200U);
    BOOST_TEST(pass.summary.end == model::run_end::complete);
    // Three windows have to pass, and little more.
    BOOST_TEST((pass.took >= 20min));
    BOOST_TEST((pass.took <= 45min));
}

// Where the portal charges the envelope, at half the time of what is in it: 800 seconds against its
// 480 in ten minutes.
BOOST_AUTO_TEST_CASE(an_envelope_out_of_operating_time_waits_and_nothing_is_refused) {
    auto sim = portal_of(4000);
    sim.rules.charge = portal_sim::batch_charge::envelope;
    sim.rules.seconds["im.notify.system.add"] = 0.4;
    simulation::rehearsal night(sim);
    // A batch of 50 takes as long as it says.
    night.portal.core().control(
        {{"faults",
          {boost::json::object{
              {"kind", "slow"}, {"method", "batch"}, {"ms", 20'010}, {"probability", 1}
          }}}},
        night.portal.now()
    );
    const auto pass = night.apply(notification_policy);
    BOOST_TEST(users(pass.summary, user_outcome::changed) == 4000U);
    BOOST_TEST(pass.summary.end == model::run_end::complete);
    BOOST_TEST(number(totals_of(night), "operating_rejections") == 0);
    // One window has to pass, and little more.
    BOOST_TEST((pass.took >= 10min));
    BOOST_TEST((pass.took <= 20min));
}

BOOST_AUTO_TEST_CASE(a_hostile_night_loses_nobody) {
    simulation::rehearsal night(portal_of(600));
    night.apply(settings_policy);
    night.clock.advance(1h);
    night.portal.core().control(
        {{"faults",
          {fault("rate_limit", 0.05),
           fault("cut_after", 0.05),
           boost::json::object{{"kind", "html"}, {"probability", 0.02}, {"status", 502}}}}},
        night.portal.now()
    );
    night.options.board.how = plan::passes::single;
    auto changed = settings_policy;
    changed.replace(changed.find("week"), 4, "list");
    const auto pass = night.apply(changed);
    BOOST_TEST(users(pass.summary, user_outcome::changed) == 600U);
    BOOST_TEST(pass.summary.end == model::run_end::complete);
    BOOST_TEST(number(totals_of(night), "rate_rejections_injected") > 10);
    BOOST_TEST(number(totals_of(night), "rate_rejections_provoked") == 0);
    std::uint64_t sum = 0;
    for (const auto& [which, count] : pass.summary.users) sum += count;
    BOOST_TEST(sum == 600U);
    for (const auto& each : night.portal.core().roster()) {
        const auto stored = night.portal.core().state_of(each.id, night.portal.now());
        BOOST_TEST(stored.at("settings").at("view").as_string() == "list");
    }
}

BOOST_AUTO_TEST_CASE(who_is_excepted_keeps_what_he_has_and_is_counted) {
    simulation::rehearsal here(portal_of(5));
    const std::string policy = R"(apiVersion: muster/v1
kind: Policy
metadata: { name: calendar }
spec:
  steps:
    - { ensure: calendar.user.settings, with: { showWeekNumbers: Y } }
)";
    const auto who = here.portal.core().roster().front().id;
    base::diagnostics problems;
    auto but = policy::exceptions::read_text(
        "apiVersion: muster/v1\nkind: Exceptions\nexceptions:\n  - { user: " + std::to_string(who) +
            ", key: calendar.user.settings.showWeekNumbers, accepted: N, reason: r, owner: o, "
            "until: 2027-01-01 }\n",
        "e.yaml",
        catalog::definitions::built_in(),
        std::chrono::year_month_day(2026y / 11 / 23),
        problems
    );
    BOOST_REQUIRE(but.has_value());
    const auto first = here.apply(policy, *but).summary;
    BOOST_TEST(users(first, user_outcome::excepted) == 1U);
    BOOST_TEST(users(first, user_outcome::changed) == 4U);
    // Nothing of it is left alone any more.
    const auto second = here.apply(policy).summary;
    BOOST_TEST(users(second, user_outcome::changed) == 1U);
    BOOST_TEST(users(second, user_outcome::unchanged) == 4U);
}

BOOST_AUTO_TEST_SUITE_END()
