#include "pacing/stop_rule.hpp"

#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

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

// One request after the other, a second apart.
std::optional<pacing::stop_verdict> after(pacing::stop_rule& rule, const model::reply& reply) {
    static auto now = base::time_point(std::chrono::hours(1));
    const auto sent = now;
    now += std::chrono::seconds(1);
    return rule.after(reply, sent, now);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stop_rule_test)

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
            pacing::stop_rule rule;
            const auto verdict =
                after(rule, rejection(each.code, model::reaction::stop_portal, 401));
            BOOST_REQUIRE(verdict.has_value());
            BOOST_TEST(verdict->how == each.how);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_certificate_that_does_not_match_stops_at_once) {
    pacing::stop_rule rule;
    const auto verdict = after(rule, unreachable(model::not_sent_reason::untrusted));
    BOOST_REQUIRE(verdict.has_value());
    BOOST_TEST(verdict->how == model::run_end::unavailable);
}

BOOST_AUTO_TEST_CASE(an_unreachable_portal_gets_a_few_chances_in_a_row) {
    pacing::stop_rule rule({.unreachable_in_a_row = 3});
    const auto gone = unreachable(model::not_sent_reason::cannot_connect);
    BOOST_TEST(!after(rule, gone).has_value());
    BOOST_TEST(!after(rule, gone).has_value());
    BOOST_TEST(!after(rule, good()).has_value());
    BOOST_TEST(!after(rule, gone).has_value());
    BOOST_TEST(!after(rule, gone).has_value());
    BOOST_TEST(after(rule, gone).has_value());
}

BOOST_AUTO_TEST_CASE(what_fails_side_by_side_is_one_failure) {
    pacing::stop_rule rule({.unreachable_in_a_row = 2});
    const auto gone = unreachable(model::not_sent_reason::cannot_connect);
    const auto now = base::time_point(std::chrono::hours(1));
    for (int i = 0; i < 8; ++i)
        BOOST_TEST(!rule.after(gone, now, now + std::chrono::milliseconds(i + 1)).has_value());
    BOOST_TEST(
        rule.after(gone, now + std::chrono::seconds(1), now + std::chrono::seconds(2)).has_value()
    );
}

BOOST_AUTO_TEST_CASE(a_portal_that_was_never_met_is_unavailable_at_the_end_too) {
    pacing::stop_rule rule;
    BOOST_TEST(!rule.at_the_end().has_value());
    after(rule, unreachable(model::not_sent_reason::cannot_connect));
    BOOST_REQUIRE(rule.at_the_end().has_value());
    BOOST_TEST(rule.at_the_end()->how == model::run_end::unavailable);
    after(rule, good());
    BOOST_TEST(!rule.at_the_end().has_value());
}

BOOST_AUTO_TEST_CASE(refusals_for_the_rate_are_borne_for_a_while) {
    pacing::stop_rule rule({.refused_in_a_row = 3});
    const auto refusal = rejection("QUERY_LIMIT_EXCEEDED", model::reaction::slow_down, 503);
    BOOST_TEST(!after(rule, refusal).has_value());
    BOOST_TEST(!after(rule, refusal).has_value());
    BOOST_TEST(rule.refused_in_a_row() == 2U);
    const auto verdict = after(rule, refusal);
    BOOST_REQUIRE(verdict.has_value());
    BOOST_TEST(verdict->how == model::run_end::portal_stopped);
}

BOOST_AUTO_TEST_CASE(when_no_credential_at_all_is_accepted_the_portal_is_left) {
    pacing::stop_rule rule({.unauthorized_at_first = 2});
    const auto refusal = rejection("NO_AUTH_FOUND", model::reaction::stop_credential, 401);
    BOOST_TEST(!after(rule, refusal).has_value());
    const auto verdict = after(rule, refusal);
    BOOST_REQUIRE(verdict.has_value());
    BOOST_TEST(verdict->how == model::run_end::unauthorized);
}

BOOST_AUTO_TEST_CASE(once_one_was_let_in_bad_credentials_stop_nobody_else) {
    pacing::stop_rule rule({.unauthorized_at_first = 2});
    BOOST_TEST(!after(rule, good()).has_value());
    const auto refusal = rejection("NO_AUTH_FOUND", model::reaction::stop_credential, 401);
    for (int i = 0; i < 10; ++i) BOOST_TEST(!after(rule, refusal).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
