#include "simulation/scenario.hpp"

#include "simulation/dice.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <array>
#include <string_view>

namespace simulation {

namespace {

using namespace std::chrono_literals;

constexpr std::array works{
    work::settings, work::onboarding, work::staff, work::greetings, work::awkward
};

// Each as rare as it has to be for most users to get through.
boost::json::object some_fault(dice& luck) {
    constexpr std::array<std::string_view, 8> kinds{
        "rate_limit", "error", "html", "malformed_json", "slow", "cut_before", "cut_after", "hang"
    };
    const auto kind = luck.one_of(kinds);
    boost::json::object made{
        {"kind", kind}, {"probability", static_cast<double>(luck.between(1, 12)) / 100}
    };
    if (kind == "slow") made["ms"] = luck.some(50, 4000);
    if (kind == "error") {
        constexpr std::array<std::string_view, 3> codes{
            "INTERNAL_SERVER_ERROR", "ERROR_UNEXPECTED_ANSWER", "CONNECTION_ERROR"
        };
        made["code"] = luck.one_of(codes);
        if (luck.one_in(2)) made["level"] = "command";
        // The authorization comes before the method (portal-facts 1), so that one never comes
        // after.
        if (luck.one_in(2) && made["code"] != "CONNECTION_ERROR") made["effect"] = "after";
    }
    if (luck.one_in(3)) made["count"] = luck.some(1, 10);
    return made;
}

portal_event some_event(dice& luck, std::uint64_t users) {
    const auto user = static_cast<std::int64_t>(luck.between(2, users + 1));
    portal_event made{luck.between(1, 2 * users), {}, user};
    switch (luck.between(1, 3)) {
        case 1:
            made.orders = {{"dismiss", user}};
            break;
        case 2:
            made.orders = {{"expire_webhook", user}};
            break;
        default:
            made.orders = {{"move_webhook", {{"user", user}, {"to", 1}}}};
    }
    return made;
}

std::size_t some_users(dice& luck) {
    if (luck.one_in(12)) return luck.between(60, 200);
    return luck.between(1, 24);
}

portal_scenario some_portal(dice& luck, std::uint64_t seed) {
    portal_scenario made;
    made.sim.users = some_users(luck);
    made.sim.seed = seed;
    const auto rate = luck.between(1, 12);
    made.limits.rate = static_cast<double>(rate);
    made.limits.burst = static_cast<std::uint32_t>(rate * luck.between(2, 5));
    made.sim.rules.rate.burst = made.limits.burst;
    made.sim.rules.rate.rate = made.limits.rate;
    made.sim.rules.rate.refused_count = luck.one_in(2);
    if (!made.sim.rules.rate.refused_count) made.limits.refused = pacing::refused_requests::free;
    made.connections = luck.between(1, 12);
    made.way = std::chrono::milliseconds(luck.between(1, 300));
    made.what = luck.one_of(works);
    made.how = luck.one_in(3) ? plan::passes::single : plan::passes::two;
    if (luck.one_in(3)) return made;
    for (auto count = luck.between(0, 3); count != 0; --count)
        made.faults.push_back(some_fault(luck));
    for (auto count = luck.between(0, 2); count != 0; --count)
        made.events.push_back(some_event(luck, made.sim.users));
    return made;
}

// What ends a run before its time.
void give_ends(portal_scenario& to, dice& luck) {
    using enum pacing::wave_size::unit;
    const std::array<std::vector<pacing::wave_size>, 3> waves{{
        {{1, users}, {50, percent}},
        {{2, users}, {25, percent}, {100, percent}},
        {{1, users}, {5, percent}, {25, percent}, {100, percent}},
    }};
    constexpr std::array reactions{
        pacing::on_error::go_on, pacing::on_error::stop_portal, pacing::on_error::stop_run
    };
    if (luck.one_in(4)) to.waves = luck.one_of(waves);
    if (luck.one_in(4)) to.errors.max_fail = luck.between(0, 2);
    if (luck.one_in(6)) to.errors.max_fail_percent = static_cast<double>(luck.between(0, 30));
    if (luck.one_in(3)) to.errors.then = luck.one_of(reactions);
    if (luck.one_in(5)) to.deadline = std::chrono::milliseconds(luck.between(500, 30'000));
}

std::string ends_of(const portal_scenario& what) {
    std::string text;
    for (const auto& each : what.waves)
        text += fmt::format(
            "{}{}{}",
            text.empty() ? " waves " : ",",
            each.amount,
            each.of == pacing::wave_size::unit::percent ? "%" : ""
        );
    if (what.errors.max_fail) text += fmt::format(" max-fail {}", *what.errors.max_fail);
    if (what.errors.max_fail_percent)
        text += fmt::format(" max-fail-percent {}", *what.errors.max_fail_percent);
    if (what.errors.then) text += fmt::format(" on-error {}", static_cast<int>(*what.errors.then));
    if (what.deadline != base::duration::zero())
        text += fmt::format(" deadline {} ms", what.deadline / 1ms);
    return text.empty() ? text : fmt::format("    ends:{}\n", text);
}

std::string_view word(work what) {
    constexpr std::array<std::string_view, 6> words{
        "settings", "onboarding", "staff", "greetings", "awkward", "everything"
    };
    return words.at(static_cast<std::size_t>(what));
}

constexpr std::string_view head = R"(apiVersion: muster/v1
kind: Policy
metadata: { name: night }
spec:
  steps:
)";

constexpr std::string_view settings_steps = R"(
    - ensure: calendar.user.settings
      with: { view: week, showDeclined: false, showWeekNumbers: Y, sendFromEmail: "${user.email}" }
)";

constexpr std::string_view onboarding_steps = R"(
    - { ensure: calendar.section, id: own, with: { name: "Meetings & more", color: "#9CBE1C" } }
    - ensure: calendar.user.settings
      with: { view: week, meetSection: "${steps.own.id}", defaultSections: { "user${user.id}": "${steps.own.id}" } }
    - call: im.notify.system.add
      as: admin
      once: true
      with: { USER_ID: "${user.id}", MESSAGE: "Welcome 🎉 1+1=2 & more", CLIENT_ID: muster }
)";

constexpr std::string_view staff_steps = R"(
    - { ensure: user, as: admin, with: { WORK_POSITION: "Colleague of ${user.department}" } }
    - { ensure: calendar.user.settings, with: { view: week } }
)";

constexpr std::string_view greetings_steps = R"(
    - call: im.notify.system.add
      as: admin
      with: { USER_ID: "${user.id}", MESSAGE: hello, CLIENT_ID: muster }
)";

// Texts that the portal would take for references, empty maps, and credentials in turn.
constexpr std::string_view awkward_steps = R"(
    - call: im.notify.system.add
      as: admin
      once: true
      with: { USER_ID: "${user.id}", MESSAGE: "costs $result[x] today", CLIENT_ID: muster }
    - { ensure: calendar.user.settings, with: { view: week, defaultSections: {} } }
    - { ensure: user, as: admin, with: { WORK_POSITION: "after $error[all]" } }
    - { ensure: calendar.section, with: { name: "Meetings & more" } }
)";

// Every kind of step: made, set with what was made, called once for all and in every run.
constexpr std::string_view all_steps = R"(
    - { ensure: calendar.section, id: own, with: { name: "Meetings & more", color: "#9CBE1C" } }
    - ensure: calendar.user.settings
      with: { view: week, showWeekNumbers: Y, meetSection: "${steps.own.id}" }
    - call: im.notify.system.add
      as: admin
      once: true
      with: { USER_ID: "${user.id}", MESSAGE: "Welcome", CLIENT_ID: muster }
    - { ensure: user, as: admin, with: { WORK_POSITION: "Colleague of ${user.department}" } }
    - call: im.notify.system.add
      as: admin
      with: { USER_ID: "${user.id}", MESSAGE: "All is ready", CLIENT_ID: muster }
)";

}  // namespace

scenario scenario_of(std::uint64_t seed) {
    dice luck(seed);
    scenario made;
    made.seed = seed;
    for (auto count = luck.between(1, 4); count != 0; --count)
        made.portals.push_back(some_portal(luck, seed * 16 + count));
    if (luck.one_in(2))
        for (auto count = luck.between(1, 3); count != 0; --count)
            made.crashes.push_back(
                {luck.between(1, 60),
                 luck.one_in(2) ? crash_moment::before_delivery : crash_moment::after_delivery,
                 std::chrono::milliseconds(luck.between(0, 20'000))}
            );
    // Dice of their own, so that a seed's night is otherwise what it was before there were ends.
    dice ends(~seed);
    for (auto& each : made.portals) give_ends(each, ends);
    dice back(seed * 3 + 1);
    if (back.one_in(4))
        made.back = {
            back.one_in(2) ? run::made_items::remove : run::made_items::keep, back.one_in(2)
        };
    return made;
}

std::string describe(const scenario& what) {
    auto text = fmt::format("seed {}\n", what.seed);
    for (const auto& each : what.portals) {
        text += fmt::format(
            "  portal: {} users, {}, {} passes, burst {} rate {}, {} connections, way {} ms\n",
            each.sim.users,
            word(each.what),
            each.how == plan::passes::single ? "single" : "two",
            each.limits.burst,
            each.limits.rate,
            each.connections,
            each.way / 1ms
        );
        text += ends_of(each);
        if (!each.faults.empty())
            text += fmt::format("    faults {}\n", boost::json::serialize(each.faults));
        for (const auto& event : each.events)
            text += fmt::format(
                "    after {} requests {}\n",
                event.after_requests,
                boost::json::serialize(event.orders)
            );
    }
    for (const auto& each : what.crashes)
        text += fmt::format(
            "  dies {} delivery of request {}, for {} ms\n",
            each.moment == crash_moment::before_delivery ? "before" : "after",
            each.with_request,
            each.dead / 1ms
        );
    if (what.back)
        text += fmt::format(
            "  the last run is taken back{}{}\n",
            what.back->made == run::made_items::remove ? ", with what it made" : "",
            what.back->hostile ? ", with faults" : ""
        );
    return text;
}

std::string policy_for(work what) {
    constexpr std::array<std::string_view, 6> steps{
        settings_steps, onboarding_steps, staff_steps, greetings_steps, awkward_steps, all_steps
    };
    return fmt::format("{}{}", head, steps.at(static_cast<std::size_t>(what)));
}

}  // namespace simulation
