#include "pacing/circuit_breaker.hpp"

#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using pacing::circuit;

namespace {

model::reply rejection(const char* code, model::reaction what, int status) {
    auto reply =
        model::reply_for_all(2, model::rejected{code, "text", what, model::effect::none, status});
    reply.http_status = status;
    return reply;
}

model::reply unreachable(model::not_sent_reason why) {
    return model::reply_for_all(1, model::not_sent{why, "cannot connect to acme:443"});
}

model::reply good() {
    model::reply reply;
    reply.answers.emplace_back(model::accepted{});
    reply.http_status = 200;
    return reply;
}

model::reply page() {
    auto reply =
        model::reply_for_all(1, model::unknown{"HTTP 502 with text/html in place of JSON"});
    reply.http_status = 502;
    return reply;
}

model::reply refusal() {
    return rejection("QUERY_LIMIT_EXCEEDED", model::reaction::slow_down, 503);
}

// A breaker in a world of its own, whose clock goes on by a second with every request.
struct world {
    pacing::circuit_breaker breaker;
    base::time_point now{1h};
    std::uint64_t requests = 0;

    explicit world(pacing::breaker_limits limits = {}, pacing::retry_rule waits = {})
        : breaker(limits, waits) {}

    std::optional<pacing::stop_verdict> after(const model::reply& reply) {
        const model::request_number which(requests++);
        now = std::max(now, breaker.ready_at());
        if (breaker.state() == pacing::circuit::open) breaker.probe(which);
        const auto sent = now;
        now += 1s;
        return breaker.after(which, reply, {sent, now, 0.5});
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(circuit_breaker_test)

BOOST_AUTO_TEST_CASE(some_codes_stop_a_portal_at_once) {
    struct row {
        const char* code;
        model::run_end how;
    };
    const row rows[] = {
        {"OVERLOAD_LIMIT", model::run_end::portal_stopped},
        {"PORTAL_DELETED", model::run_end::portal_stopped},
        {"INVALID_REQUEST", model::run_end::portal_stopped},
        {"ACCESS_DENIED", model::run_end::unauthorized},
        {"PAYMENT_REQUIRED", model::run_end::unauthorized},
        {"ERROR_OAUTH", model::run_end::unauthorized},
    };
    for (const auto& each : rows) {
        BOOST_TEST_CONTEXT(each.code) {
            world rule;
            const auto verdict =
                rule.after(rejection(each.code, model::reaction::stop_portal, 401));
            BOOST_REQUIRE(verdict.has_value());
            BOOST_TEST(verdict->how == each.how);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_certificate_that_does_not_match_stops_at_once) {
    world rule;
    const auto verdict = rule.after(unreachable(model::not_sent_reason::untrusted));
    BOOST_REQUIRE(verdict.has_value());
    BOOST_TEST(verdict->how == model::run_end::unavailable);
}

BOOST_AUTO_TEST_CASE(a_portal_that_nobody_ever_met_is_given_up_after_a_few_tries) {
    world rule({.failures_in_a_row = 3});
    const auto gone = unreachable(model::not_sent_reason::cannot_connect);
    BOOST_TEST(!rule.after(gone).has_value());
    BOOST_TEST(!rule.after(gone).has_value());
    const auto verdict = rule.after(gone);
    BOOST_REQUIRE(verdict.has_value());
    BOOST_TEST(verdict->how == model::run_end::unavailable);
    BOOST_TEST(verdict->why == "cannot connect to acme:443");
}

BOOST_AUTO_TEST_CASE(what_fails_side_by_side_is_one_failure) {
    for (const auto& reply :
         {unreachable(model::not_sent_reason::cannot_connect), page(), refusal()}) {
        world rule({.failures_in_a_row = 2, .refused_in_a_row = 2});
        rule.after(good());
        for (int i = 0; i < 8; ++i)
            rule.breaker.after(
                model::request_number(50), reply, {rule.now, rule.now + 1ms + i * 1ms, 0}
            );
        BOOST_TEST((rule.breaker.state() == circuit::closed));
        rule.now += 1s;
        rule.after(reply);
        BOOST_TEST((rule.breaker.state() == circuit::open));
    }
}

BOOST_AUTO_TEST_CASE(a_run_of_failures_opens_and_an_answer_in_between_does_not_let_it_come_to_that
) {
    for (const auto& reply : {unreachable(model::not_sent_reason::cannot_connect), page()}) {
        world rule({.failures_in_a_row = 3});
        rule.after(good());
        for (const bool fails : {true, true, false, true, true}) rule.after(fails ? reply : good());
        BOOST_TEST((rule.breaker.state() == circuit::closed));
        BOOST_TEST(!rule.after(reply).has_value());
        BOOST_TEST((rule.breaker.state() == circuit::open));
    }
}

BOOST_AUTO_TEST_CASE(one_lost_answer_makes_nobody_else_wait) {
    world rule;
    rule.after(good());
    rule.after(page());
    BOOST_TEST((rule.breaker.ready_at() <= rule.now));
    rule.after(page());
    BOOST_TEST((rule.breaker.ready_at() > rule.now));
    rule.after(good());
    BOOST_TEST((rule.breaker.ready_at() <= rule.now));
}

BOOST_AUTO_TEST_CASE(nothing_leaves_while_a_probe_is_on_its_way_and_its_answer_closes) {
    world rule({.failures_in_a_row = 1});
    rule.after(good());
    rule.after(page());
    BOOST_REQUIRE((rule.breaker.state() == circuit::open));
    rule.breaker.probe(model::request_number(99));
    BOOST_TEST((rule.breaker.ready_at() == base::time_point::max()));
    // Whoever left before and is answered badly only now says nothing new.
    rule.breaker.after(model::request_number(1), page(), {rule.now, rule.now, 0});
    BOOST_TEST((rule.breaker.state() == circuit::probing));
    rule.breaker.after(
        model::request_number(99),
        rejection("NO_AUTH_FOUND", model::reaction::stop_credential, 401),
        {rule.now, rule.now, 0}
    );
    BOOST_TEST((rule.breaker.state() == circuit::closed));
    BOOST_TEST((rule.breaker.ready_at() <= rule.now));
}

BOOST_AUTO_TEST_CASE(a_probe_that_never_left_is_repeated_and_not_counted) {
    world rule({.failures_in_a_row = 1, .probes = 1});
    rule.after(good());
    rule.after(page());
    BOOST_TEST(!rule.after(unreachable(model::not_sent_reason::cancelled)).has_value());
    BOOST_TEST((rule.breaker.state() == circuit::open));
    BOOST_TEST(rule.after(page()).has_value());
}

// Nor does a token that the authorization server does not renew say that the portal is well.
BOOST_AUTO_TEST_CASE(a_probe_that_was_kept_back_for_its_credential_has_got_no_answer) {
    const auto not_renewed = rejection("invalid_grant", model::reaction::stop_credential, 0);
    const auto nothing_to_show = unreachable(model::not_sent_reason::no_credential);
    for (const auto& kept : {not_renewed, nothing_to_show}) {
        world rule({.failures_in_a_row = 1, .probes = 2});
        rule.after(good());
        rule.after(page());
        BOOST_TEST(!rule.after(kept).has_value());
        BOOST_TEST((rule.breaker.state() == circuit::open));
        BOOST_TEST((rule.breaker.ready_at() > rule.now));
        BOOST_TEST(rule.after(kept).has_value());
    }
}

BOOST_AUTO_TEST_CASE(what_was_kept_back_between_two_failures_keeps_them_in_a_row) {
    world rule({.failures_in_a_row = 2});
    rule.after(good());
    rule.after(page());
    rule.after(rejection("invalid_grant", model::reaction::stop_credential, 0));
    BOOST_TEST((rule.breaker.state() == circuit::closed));
    rule.after(page());
    BOOST_TEST((rule.breaker.state() == circuit::open));
}

BOOST_AUTO_TEST_CASE(when_no_token_at_all_is_renewed_the_portal_is_left) {
    world rule({.unauthorized_at_first = 2});
    const auto not_renewed = rejection("invalid_grant", model::reaction::stop_credential, 0);
    BOOST_TEST(!rule.after(not_renewed).has_value());
    BOOST_REQUIRE(rule.after(not_renewed).has_value());
}

BOOST_AUTO_TEST_CASE(probes_wait_longer_and_longer_and_have_an_end_with_words) {
    world rule({.failures_in_a_row = 1, .probes = 5}, {.cap = 10s});
    rule.after(good());
    std::vector<base::duration> waits;
    std::optional<pacing::stop_verdict> verdict;
    while (!verdict) {
        verdict = rule.after(page());
        if (!verdict) waits.push_back(rule.breaker.ready_at() - rule.now);
    }
    // Three quarters of 2, 4, 8, 10, 10: half of each is jitter.
    const std::vector<base::duration> expected{1500ms, 3s, 6s, 7500ms, 7500ms};
    BOOST_TEST((waits == expected));
    BOOST_TEST(verdict->how == model::run_end::unavailable);
    BOOST_TEST(
        verdict->why ==
        "the portal does not answer, also after 30 s and 5 single tries: HTTP 502 "
        "with text/html in place of JSON"
    );
}

BOOST_AUTO_TEST_CASE(a_portal_that_was_never_met_is_unavailable_at_the_end_too) {
    world rule;
    BOOST_TEST(!rule.breaker.at_the_end().has_value());
    rule.after(unreachable(model::not_sent_reason::cannot_connect));
    BOOST_REQUIRE(rule.breaker.at_the_end().has_value());
    BOOST_TEST(rule.breaker.at_the_end()->how == model::run_end::unavailable);
    rule.after(good());
    BOOST_TEST(!rule.breaker.at_the_end().has_value());
}

BOOST_AUTO_TEST_CASE(refusals_for_the_rate_without_end_stop_the_portal) {
    world rule({.refused_in_a_row = 3, .probes = 2});
    for (int i = 0; i < 2; ++i) BOOST_TEST(!rule.after(refusal()).has_value());
    BOOST_TEST((rule.breaker.state() == circuit::closed));
    BOOST_TEST(rule.breaker.refused_in_a_row() == 2U);
    BOOST_TEST(!rule.after(refusal()).has_value());
    BOOST_TEST((rule.breaker.state() == circuit::open));
    BOOST_TEST(!rule.after(refusal()).has_value());
    const auto verdict = rule.after(refusal());
    BOOST_REQUIRE(verdict.has_value());
    BOOST_TEST(verdict->how == model::run_end::portal_stopped);
    BOOST_TEST(verdict->why.find("for its rate") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(when_no_credential_at_all_is_accepted_the_portal_is_left) {
    world rule({.unauthorized_at_first = 2});
    const auto refusal = rejection("NO_AUTH_FOUND", model::reaction::stop_credential, 401);
    BOOST_TEST(!rule.after(refusal).has_value());
    const auto verdict = rule.after(refusal);
    BOOST_REQUIRE(verdict.has_value());
    BOOST_TEST(verdict->how == model::run_end::unauthorized);
}

// As a closed portal says it in a language of its own.
BOOST_AUTO_TEST_CASE(when_everybody_is_denied_access_the_portal_is_left) {
    const auto refusal = rejection("ACCESS_DENIED", model::reaction::fail, 403);
    world rule({.unauthorized_at_first = 2});
    BOOST_TEST(!rule.after(refusal).has_value());
    const auto verdict = rule.after(refusal);
    BOOST_REQUIRE(verdict.has_value());
    BOOST_TEST(verdict->how == model::run_end::unauthorized);
    world other({.unauthorized_at_first = 2});
    other.after(good());
    for (int i = 0; i < 10; ++i) BOOST_TEST(!other.after(refusal).has_value());
}

BOOST_AUTO_TEST_CASE(once_one_was_let_in_bad_credentials_stop_nobody_else) {
    world rule({.unauthorized_at_first = 2});
    BOOST_TEST(!rule.after(good()).has_value());
    const auto refusal = rejection("NO_AUTH_FOUND", model::reaction::stop_credential, 401);
    for (int i = 0; i < 10; ++i) BOOST_TEST(!rule.after(refusal).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
