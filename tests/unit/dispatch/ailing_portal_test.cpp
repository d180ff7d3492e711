#include "support/jobs.hpp"
#include "support/lane_play.hpp"
#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using model::user_outcome;
using support::item;
using support::notify_step;

namespace {

model::reply page(const model::request& what) {
    auto reply = support::lost(what);
    reply.http_status = 502;
    return reply;
}

// What was shown of a lane, in the order of showing.
struct watcher : support::deaf_progress {
    void lane_changed(const dispatch::lane_state& now) override { states.push_back(now); }
    std::vector<dispatch::lane_state> states;
};

struct ailing : support::lane_play {
    std::size_t requests_under(const model::credential_id& whose) const {
        return static_cast<std::size_t>(std::ranges::count_if(portal.log, [&](const auto& each) {
            return each.what.credential == whose;
        }));
    }
    // Users who are told something as the administrator, and nothing else.
    void add_notices(int users) {
        for (int i = 1; i <= users; ++i) {
            jobs.items.push_back(item(i, {notify_step(i)}));
            jobs.items.back().number = model::job_number(static_cast<std::uint64_t>(i - 1));
        }
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(an_ailing_portal, ailing)

BOOST_AUTO_TEST_CASE(that_answers_nothing_but_pages_costs_a_few_requests_and_nobody_seven_attempts
) {
    add(300);
    portal.before_effect = [&](const model::request& what) -> std::optional<model::reply> {
        return portal.log.size() <= 20 ? std::nullopt : std::optional(page(what));
    };
    run();
    BOOST_TEST(end->how == model::run_end::unavailable);
    BOOST_TEST(end->why.starts_with("the portal does not answer, also after "), end->why);
    const auto& limits = options.breaker;
    BOOST_TEST(
        portal.log.size() <= 20U + limits.failures_in_a_row * options.connections + limits.probes
    );
    BOOST_TEST(journal.closed.size() == 300U);
    BOOST_TEST(journal.count(user_outcome::failed) == 0U);
    BOOST_TEST((clock.elapsed() < 10min));
}

BOOST_AUTO_TEST_CASE(that_comes_back_is_met_by_single_probes_and_everybody_is_done) {
    add(100);
    portal.before_effect = [&](const model::request& what) -> std::optional<model::reply> {
        const auto since = clock.elapsed();
        return since > 1s && since < 60s ? std::optional(page(what)) : std::nullopt;
    };
    watcher seen;
    run_with(seen);
    BOOST_TEST(end->how == model::run_end::complete);
    BOOST_TEST(journal.count(user_outcome::changed) == 100U);
    // Once the circuit is open, requests come one by one.
    std::vector<base::time_point> probes;
    for (const auto& each : portal.log)
        if (each.what.commands.front().key == "probe") probes.push_back(each.at);
    BOOST_REQUIRE(probes.size() >= 3U);
    BOOST_TEST(probes.size() <= 8U);
    for (std::size_t i = 1; i < probes.size(); ++i) BOOST_TEST((probes[i] - probes[i - 1] >= 1s));
    const auto shown = std::ranges::find_if(seen.states, [](const auto& each) {
        return each.what == dispatch::waiting_for::portal && each.remaining > 1s;
    });
    BOOST_TEST((shown != seen.states.end()));
}

BOOST_AUTO_TEST_CASE(that_refuses_everything_for_its_rate_has_an_end) {
    add(100);
    portal.before_effect = [&](const model::request& what) -> std::optional<model::reply> {
        if (portal.log.size() <= 20) return std::nullopt;
        return support::rejected_whole(
            what, "QUERY_LIMIT_EXCEEDED", model::reaction::slow_down, 503
        );
    };
    run();
    BOOST_TEST(end->how == model::run_end::portal_stopped);
    BOOST_TEST(journal.closed.size() == 100U);
    BOOST_TEST(end->counts.rate_limited < 100U);
}

// It need not have an administrator's webhook.
BOOST_AUTO_TEST_CASE(that_refuses_for_its_rate_is_tried_with_what_it_refused_and_goes_on) {
    add(100);
    std::size_t probes = 0;
    portal.before_effect = [&](const model::request& what) -> std::optional<model::reply> {
        if (what.commands.front().key == "probe") ++probes;
        if (portal.log.size() <= 20 || probes >= 2) return std::nullopt;
        return support::rejected_whole(
            what, "QUERY_LIMIT_EXCEEDED", model::reaction::slow_down, 503
        );
    };
    run();
    BOOST_TEST(probes == 2U);
    BOOST_TEST(requests_under(model::admin_credential()) == 0U);
    BOOST_TEST(journal.count(user_outcome::changed) == 100U);
}

// A token that is not renewed says nothing of the portal.
BOOST_AUTO_TEST_CASE(that_cannot_be_tried_with_one_credential_is_tried_with_another) {
    add(100);
    std::map<std::string, int> probes;
    bool well = true;
    portal.before_effect = [&](const model::request& what) -> std::optional<model::reply> {
        if (what.commands.front().key != "probe") {
            well &= portal.log.size() <= 20 || !probes.empty();
            return well ? std::nullopt : std::optional(page(what));
        }
        if (++probes[what.credential.value()]; probes.size() < 3)
            return support::rejected_whole(
                what, "invalid_grant", model::reaction::stop_credential, 0
            );
        well = true;
        return std::nullopt;
    };
    run();
    BOOST_TEST(probes.size() == 3U);
    for (const auto& [whose, times] : probes) BOOST_TEST(times == 1, whose);
    BOOST_TEST(end->how == model::run_end::complete);
    BOOST_TEST(journal.count(user_outcome::changed) == 100U);
}

BOOST_AUTO_TEST_CASE(that_loses_many_answers_gets_few_repetitions_as_long_as_there_is_other_work) {
    add(2000);
    options.board.retry.retries = 30;
    std::mt19937_64 random(3);
    std::map<std::string, bool> failed;
    std::size_t repeated = 0;
    std::size_t sent = 0;
    portal.before_effect = [&](const model::request& what) -> std::optional<model::reply> {
        auto& last = failed[what.credential.value()];
        if (what.commands.front().key != "probe" && sent < 2000) {
            ++sent;
            repeated += last ? 1 : 0;
        }
        last = random() % 3 == 0;
        return last ? std::optional(support::lost(what)) : std::nullopt;
    };
    run();
    BOOST_TEST(journal.count(user_outcome::changed) == 2000U);
    BOOST_TEST(static_cast<double>(repeated) <= 2000 * 0.2 + 10);
    BOOST_TEST(static_cast<double>(repeated) >= 2000 * 0.15);
}

// However soon that is: what is awaited for ten seconds cannot take twenty.
BOOST_AUTO_TEST_CASE(that_is_too_slow_for_a_batch_gets_half_of_it_next) {
    add_notices(200);
    options.connections = 1;
    options.request_timeout = 10s;
    portal.latency = 10s;
    portal.before_effect = [&](const model::request& what) -> std::optional<model::reply> {
        return what.commands.size() > 20 ? std::optional(support::lost(what)) : std::nullopt;
    };
    run();
    BOOST_REQUIRE(portal.log.size() > 3U);
    BOOST_TEST(portal.log[0].what.commands.size() == 50U);
    BOOST_TEST(portal.log[1].what.commands.size() == 25U);
    BOOST_TEST(portal.log[2].what.commands.size() == 12U);
    BOOST_TEST(journal.count(user_outcome::unknown) == 75U);
    BOOST_TEST(journal.count(user_outcome::changed) == 125U);
}

BOOST_AUTO_TEST_CASE(that_refuses_the_administrator_is_asked_once_and_not_for_every_batch) {
    add_notices(600);
    portal.before_effect = [&](const model::request& what) -> std::optional<model::reply> {
        return support::rejected_whole(
            what, "INVALID_CREDENTIALS", model::reaction::stop_credential, 401
        );
    };
    options.connections = 1;
    run();
    BOOST_TEST(portal.log.size() == 1U);
    BOOST_TEST(journal.closed.size() == 600U);
    BOOST_TEST(journal.count(user_outcome::failed) == 600U);
    for (const auto& each : journal.closed)
        BOOST_TEST(each.steps.front().code == "INVALID_CREDENTIALS");
    BOOST_TEST(journal.closed.back().reason.find("not sent") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(that_refuses_the_administrator_still_serves_the_users) {
    for (int i = 1; i <= 150; ++i) {
        jobs.items.push_back(
            item(i, {support::settings_step({support::set("view", "week")}), notify_step(i)})
        );
        jobs.items.back().number = model::job_number(static_cast<std::uint64_t>(i - 1));
    }
    portal.before_effect = [&](const model::request& what) -> std::optional<model::reply> {
        if (what.credential != model::admin_credential()) return std::nullopt;
        return support::rejected_whole(
            what, "authorization_error", model::reaction::stop_credential, 401
        );
    };
    run();
    BOOST_TEST(requests_under(model::admin_credential()) == 1U);
    BOOST_TEST(portal.settings.size() == 150U);
    BOOST_TEST(journal.count(user_outcome::failed) == 150U);
    for (const auto& each : journal.closed) {
        BOOST_TEST(each.steps[0].what == model::outcome::changed);
        BOOST_TEST(each.steps[1].code == "authorization_error");
    }
}

// What is known to be refused leaves its place in the batches to others.
BOOST_AUTO_TEST_CASE(that_refuses_one_method_of_a_batch_is_asked_for_the_others) {
    for (int i = 1; i <= 300; ++i) {
        auto other = notify_step(i);
        other.target = "im.notify.personal.add";
        jobs.items.push_back(item(i, {i % 2 == 0 ? other : notify_step(i)}));
        jobs.items.back().number = model::job_number(static_cast<std::uint64_t>(i - 1));
    }
    const model::rejected no_scope{
        "insufficient_scope", "", model::reaction::stop_credential, model::effect::none, 401
    };
    model::accepted done;
    done.result = 7;
    std::size_t asked = 0;
    portal.before_effect = [&](const model::request& what) -> std::optional<model::reply> {
        model::reply reply;
        reply.http_status = 200;
        for (const auto& each : what.commands) {
            const bool refused = each.method == "im.notify.personal.add";
            asked += refused ? 1 : 0;
            reply.answers.push_back(refused ? model::answer(no_scope) : model::answer(done));
        }
        return reply;
    };
    options.connections = 1;
    run();
    BOOST_TEST(asked <= 50U);
    BOOST_TEST(journal.count(user_outcome::failed) == 150U);
    BOOST_TEST(journal.count(user_outcome::changed) == 150U);
}

BOOST_AUTO_TEST_SUITE_END()
