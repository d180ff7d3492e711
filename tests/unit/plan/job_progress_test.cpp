#include "plan/job_progress.hpp"

#include "support/jobs.hpp"
#include "support/manual_clock.hpp"
#include "support/print.hpp"
#include "support/small_portal.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace std::chrono_literals;
using model::outcome;
using model::user_outcome;
using support::item;
using support::refer;
using support::set;
using support::settings_step;

namespace {

// Plays one job against a small portal until it is closed; every wish becomes one request.
struct play {
    support::manual_clock clock;
    support::small_portal portal{clock};
    pacing::retry_rule retry{.retries = 3};
    plan::passes how = plan::passes::two;
    std::vector<std::vector<std::string>> requests;  // the keys of their commands
    base::duration waited{};

    model::job_result run(model::work_item what) {
        plan::job_progress job(std::move(what), catalog::definitions::built_in(), how, retry, {});
        for (int turn = 0; !job.closed(); ++turn) {
            BOOST_REQUIRE_MESSAGE(turn < 100, "the job never ends");
            if (job.resumes_at() > clock.now()) clock.advance(job.resumes_at() - clock.now());
            const auto wanted = job.next();
            BOOST_REQUIRE(!wanted.commands.empty());
            model::request request;
            request.credential = wanted.credential;
            request.form = model::request_form::batch;
            request.then = wanted.then;
            request.commands = wanted.commands;
            requests.emplace_back();
            for (const auto& each : wanted.commands) requests.back().push_back(each.key);
            job.sent(request.commands);
            const auto reply = portal.answer(request);
            job.settle(request.commands, reply.answers, {clock.now(), 0.5});
        }
        waited = clock.elapsed();
        return job.result({});
    }
};

using keys = std::vector<std::string>;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(job_progress, play)

BOOST_AUTO_TEST_CASE(reads_first_and_writes_only_what_differs) {
    portal.settings[17] = {{"view", "month"}, {"showTasks", "Y"}};
    const auto result =
        run(item(17, {settings_step({set("view", "week"), set("showTasks", "Y")})}));
    BOOST_TEST(result.overall == user_outcome::changed);
    BOOST_REQUIRE(requests.size() == 2U);
    BOOST_TEST(requests[0] == (keys{"j17p", "j17s0r"}), boost::test_tools::per_element());
    BOOST_TEST(requests[1] == (keys{"j17s0w", "j17s0v"}), boost::test_tools::per_element());
    const auto& written = portal.log[1].what.commands[0].params.at("settings").as_object();
    BOOST_TEST(written.size() == 1U);
    BOOST_TEST(written.contains("view"));
    BOOST_REQUIRE(result.steps[0].changes.size() == 1U);
    BOOST_TEST(result.steps[0].changes[0].before == model::value("month"));
    BOOST_TEST(result.steps[0].changes[0].after == model::value("week"));
}

BOOST_AUTO_TEST_CASE(what_is_right_already_costs_one_request_and_no_write) {
    portal.settings[17] = {{"view", "week"}};
    const auto result = run(item(17, {settings_step({set("view", "week")})}));
    BOOST_TEST(result.overall == user_outcome::unchanged);
    BOOST_TEST(requests.size() == 1U);
    BOOST_TEST(portal.writes[17] == 0);
    BOOST_TEST(!result.steps[0].before.has_value());
}

BOOST_AUTO_TEST_CASE(a_credential_of_somebody_else_never_writes) {
    portal.real_owner[17] = 1;
    portal.settings[1] = {{"view", "month"}};
    const auto result = run(item(17, {settings_step({set("view", "week")})}));
    BOOST_TEST(result.overall == user_outcome::blocked);
    BOOST_TEST(result.blocked == model::block_reason::wrong_identity);
    BOOST_TEST(portal.writes[1] == 0);
    BOOST_TEST(result.reason == "the credential belongs to user 1, not to user 17");
    BOOST_TEST(result.steps[0].what == outcome::skipped);
}

BOOST_AUTO_TEST_CASE(a_user_without_a_credential_is_blocked_before_anything_is_sent) {
    auto work = item(17, {settings_step({set("view", "week")}), support::notify_step(17)});
    work.credential.reset();
    const auto result = run(std::move(work));
    BOOST_TEST(result.blocked == model::block_reason::no_credential);
    BOOST_TEST(requests.empty());
}

BOOST_AUTO_TEST_CASE(a_section_is_created_and_referred_to_in_one_batch) {
    portal.settings[17] = {{"meetSection", false}};
    const auto result = run(item(
        17, {support::section_step("Meetings"), settings_step({refer("meetSection", "meetings")})}
    ));
    BOOST_TEST(result.overall == user_outcome::changed);
    BOOST_REQUIRE(requests.size() == 2U);
    BOOST_TEST(requests[0] == (keys{"j17p", "j17s0r", "j17s1r"}), boost::test_tools::per_element());
    BOOST_TEST(
        requests[1] == (keys{"j17s0w", "j17s0v", "j17s1w", "j17s1v"}),
        boost::test_tools::per_element()
    );
    BOOST_TEST(portal.log[1].what.commands[2].references.size() == 1U);
    BOOST_TEST(result.steps[0].remote_id.value_or("") == "100");
    BOOST_TEST(result.steps[1].changes.at(0).wanted == model::value("100"));
}

BOOST_AUTO_TEST_CASE(a_section_that_is_there_is_found_by_its_name) {
    portal.sections[17]["Meetings"] = {{"ID", "5"}, {"NAME", "Meetings"}};
    portal.settings[17] = {{"meetSection", "5"}};
    const auto result = run(item(
        17, {support::section_step("Meetings"), settings_step({refer("meetSection", "meetings")})}
    ));
    BOOST_TEST(result.overall == user_outcome::unchanged);
    BOOST_TEST(requests.size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_administrators_step_follows_the_users_own) {
    const auto result =
        run(item(17, {settings_step({set("view", "week")}), support::notify_step(17)}));
    BOOST_TEST(result.overall == user_outcome::changed);
    BOOST_REQUIRE(requests.size() == 3U);
    BOOST_TEST(requests[2] == (keys{"j17s1w"}), boost::test_tools::per_element());
    BOOST_TEST(portal.log[2].what.credential == model::admin_credential());
    BOOST_TEST(
        portal.notified == (std::vector<std::int64_t>{17}), boost::test_tools::per_element()
    );
}

BOOST_AUTO_TEST_CASE(a_step_that_an_earlier_run_did_once_is_not_done_again) {
    portal.settings[17] = {{"view", "week"}};
    auto work = item(17, {settings_step({set("view", "week")}), support::notify_step(17)});
    work.done_before = {{}, {model::earlier::done}};
    const auto result = run(std::move(work));
    BOOST_TEST(result.overall == user_outcome::unchanged);
    BOOST_TEST(portal.notified.empty());
    BOOST_TEST(result.steps[1].code == "done-before");
}

BOOST_AUTO_TEST_CASE(a_refused_write_fails_and_later_steps_are_not_attempted) {
    portal.before_effect = [](const model::request& what) -> std::optional<model::reply> {
        if (what.commands[0].why != model::purpose::write) return std::nullopt;
        return support::rejected_whole(what, "ERROR_CORE", model::reaction::fail, 400);
    };
    const auto result =
        run(item(17, {settings_step({set("view", "week")}), support::notify_step(17)}));
    BOOST_TEST(result.overall == user_outcome::failed);
    BOOST_TEST(result.steps[0].code == "ERROR_CORE");
    BOOST_TEST(result.steps[1].what == outcome::skipped);
    BOOST_TEST(result.steps[1].code == "earlier-step-failed");
    BOOST_TEST(portal.notified.empty());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_blocks_the_user_and_is_never_taken_for_empty) {
    portal.before_effect = [](const model::request& what) -> std::optional<model::reply> {
        return support::rejected_whole(
            what, "insufficient_scope", model::reaction::stop_credential, 401
        );
    };
    const auto result = run(item(17, {settings_step({set("view", "week")})}));
    BOOST_TEST(result.overall == user_outcome::blocked);
    BOOST_TEST(result.blocked == model::block_reason::unreadable);
    BOOST_TEST(result.steps[0].code == "insufficient_scope");
    BOOST_TEST(portal.writes[17] == 0);
}

BOOST_AUTO_TEST_CASE(a_passing_failure_is_tried_again_after_a_backoff) {
    int failures = 2;
    portal.before_effect = [&](const model::request& what) -> std::optional<model::reply> {
        if (failures-- <= 0) return std::nullopt;
        return support::rejected_whole(what, "CONNECTION_ERROR", model::reaction::retry, 401);
    };
    const auto result = run(item(17, {settings_step({set("view", "week")})}));
    BOOST_TEST(result.overall == user_outcome::changed);
    BOOST_TEST((waited == 1500ms));  // half of 1 s, then half of 2 s
}

BOOST_AUTO_TEST_CASE(what_never_passes_is_given_up_after_the_last_retry) {
    portal.before_effect = [](const model::request& what) -> std::optional<model::reply> {
        if (what.commands[0].why != model::purpose::write) return std::nullopt;
        return support::rejected_whole(what, "CONNECTION_ERROR", model::reaction::retry, 401);
    };
    const auto result = run(item(17, {settings_step({set("view", "week")})}));
    BOOST_TEST(result.overall == user_outcome::failed);
    BOOST_TEST(result.steps[0].code == "CONNECTION_ERROR");
    BOOST_TEST(result.steps[0].reason == "refused by the test (given up after 4 attempts)");
    BOOST_TEST(result.steps[0].attempts == 5U);  // one read, four writes
}

BOOST_AUTO_TEST_CASE(a_rate_refusal_is_nobodys_failure) {
    int refusals = 40;
    portal.before_effect = [&](const model::request& what) -> std::optional<model::reply> {
        if (refusals-- <= 0) return std::nullopt;
        return support::rejected_whole(
            what, "QUERY_LIMIT_EXCEEDED", model::reaction::slow_down, 503
        );
    };
    const auto result = run(item(17, {settings_step({set("view", "week")})}));
    BOOST_TEST(result.overall == user_outcome::changed);
}

BOOST_AUTO_TEST_CASE(a_lost_answer_to_an_idempotent_write_is_repeated) {
    int losses = 1;
    portal.after_effect = [&](const model::request& what) -> std::optional<model::reply> {
        if (what.commands[0].why != model::purpose::write || losses-- <= 0) return std::nullopt;
        return support::lost(what);
    };
    const auto result = run(item(17, {settings_step({set("view", "week")})}));
    BOOST_TEST(result.overall == user_outcome::changed);
    BOOST_TEST(portal.writes[17] == 2);
}

BOOST_AUTO_TEST_CASE(a_lost_creation_is_looked_up_and_not_repeated) {
    int losses = 1;
    portal.after_effect = [&](const model::request& what) -> std::optional<model::reply> {
        if (what.commands[0].why != model::purpose::write || losses-- <= 0) return std::nullopt;
        return support::lost(what);
    };
    const auto result = run(item(17, {support::section_step("Meetings")}));
    BOOST_TEST(result.overall == user_outcome::changed);
    BOOST_TEST(portal.commands_seen("calendar.section.add") == 1U);
    BOOST_TEST(portal.sections[17].size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_lost_call_that_could_happen_twice_is_unknown) {
    portal.after_effect = [](const model::request& what) {
        return std::optional(support::lost(what));
    };
    const auto result = run(item(17, {support::notify_step(17)}));
    BOOST_TEST(result.overall == user_outcome::unknown);
    BOOST_TEST(portal.notified.size() == 1U);
    BOOST_TEST(result.steps[0].code == "lost-answer");
}

BOOST_AUTO_TEST_CASE(what_reads_back_different_is_a_failure) {
    portal.settings[17] = {{"view", "month"}};
    portal.after_effect = [&](const model::request& what) -> std::optional<model::reply> {
        if (what.commands[0].why != model::purpose::write) return std::nullopt;
        model::reply reply;
        reply.answers.emplace_back(model::accepted{true, {}, {}, {}});
        reply.answers.emplace_back(model::accepted{model::object{{"view", "month"}}, {}, {}, {}});
        return reply;
    };
    const auto result = run(item(17, {settings_step({set("view", "week")})}));
    BOOST_TEST(result.steps[0].what == outcome::failed);
    BOOST_TEST(result.steps[0].code == "not-effective");
    BOOST_TEST(result.steps[0].reason == "view: sent \"week\", read back \"month\"");
}

BOOST_AUTO_TEST_CASE(a_step_that_waits_for_another_does_not_keep_the_job_alive_for_ever) {
    // The settings can be read, the section on which they depend never can.
    portal.after_effect = [](const model::request& what) -> std::optional<model::reply> {
        model::reply reply;
        for (const auto& each : what.commands) {
            if (each.method == "calendar.section.get")
                reply.answers.emplace_back(model::rejected{
                    "CONNECTION_ERROR", "", model::reaction::retry, model::effect::none, 200
                });
            else if (each.method == "profile")
                reply.answers.emplace_back(model::accepted{model::object{{"ID", "17"}}, {}, {}, {}}
                );
            else
                reply.answers.emplace_back(
                    model::accepted{model::object{{"view", "month"}}, {}, {}, {}}
                );
        }
        return reply;
    };
    const auto result = run(item(
        17, {support::section_step("Meetings"), settings_step({refer("meetSection", "meetings")})}
    ));
    BOOST_TEST(result.blocked == model::block_reason::unreadable);
    BOOST_TEST(portal.commands_seen("calendar.user.settings.get") == 1U);
}

BOOST_AUTO_TEST_CASE(a_used_up_budget_is_no_failure_and_its_end_is_for_the_board_to_know) {
    int refusals = 9;
    portal.before_effect = [&](const model::request& what) -> std::optional<model::reply> {
        if (refusals-- <= 0) return std::nullopt;
        return support::rejected_whole(
            what, "OPERATION_TIME_LIMIT", model::reaction::wait_for_budget, 429
        );
    };
    BOOST_TEST(
        run(item(17, {settings_step({set("view", "week")})})).overall == user_outcome::changed
    );
    BOOST_TEST((waited == 0min));
}

BOOST_AUTO_TEST_CASE(a_budget_that_never_comes_back_ends_the_job) {
    portal.before_effect = [](const model::request& what) {
        return std::optional(support::rejected_whole(
            what, "OPERATION_TIME_LIMIT", model::reaction::wait_for_budget, 429
        ));
    };
    const auto result = run(item(17, {settings_step({set("view", "week")})}));
    BOOST_TEST(result.blocked == model::block_reason::unreadable);
    BOOST_TEST(result.steps[0].code == "OPERATION_TIME_LIMIT");
}

BOOST_AUTO_TEST_CASE(a_proven_credential_needs_one_request_in_a_single_pass) {
    how = plan::passes::single;
    portal.settings[17] = {{"view", "month"}};
    auto work = item(17, {settings_step({set("view", "week")})});
    work.known = model::identity::proven;
    const auto result = run(std::move(work));
    BOOST_TEST(result.overall == user_outcome::changed);
    BOOST_REQUIRE(requests.size() == 1U);
    BOOST_TEST(
        requests[0] == (keys{"j17p", "j17s0r", "j17s0w", "j17s0v"}),
        boost::test_tools::per_element()
    );
}

BOOST_AUTO_TEST_CASE(an_unproven_credential_is_read_first_also_in_a_single_pass) {
    how = plan::passes::single;
    const auto result = run(item(17, {settings_step({set("view", "week")})}));
    BOOST_TEST(result.overall == user_outcome::changed);
    BOOST_TEST(requests.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_single_pass_says_unchanged_when_it_wrote_what_was_there) {
    how = plan::passes::single;
    portal.settings[17] = {{"view", "week"}};
    auto work = item(17, {settings_step({set("view", "week")})});
    work.known = model::identity::proven;
    BOOST_TEST(run(std::move(work)).overall == user_outcome::unchanged);
}

BOOST_AUTO_TEST_CASE(a_single_pass_puts_back_what_it_changed_for_somebody_else) {
    how = plan::passes::single;
    portal.real_owner[17] = 1;
    portal.settings[1] = {{"view", "month"}, {"showTasks", "N"}};
    auto work = item(17, {settings_step({set("view", "week")})});
    work.known = model::identity::proven;
    const auto result = run(std::move(work));
    BOOST_TEST(result.overall == user_outcome::blocked);
    BOOST_TEST(result.blocked == model::block_reason::wrong_identity);
    BOOST_TEST(portal.settings[1].at("view") == model::value("month"));
    BOOST_TEST(result.reason.find("have been put back") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_lost_single_pass_that_took_effect_counts_as_changed) {
    how = plan::passes::single;
    int losses = 1;
    portal.settings[17] = {{"view", "month"}};
    portal.after_effect = [&](const model::request& what) -> std::optional<model::reply> {
        if (losses-- <= 0) return std::nullopt;
        return support::lost(what);
    };
    auto work = item(17, {settings_step({set("view", "week")})});
    work.known = model::identity::proven;
    BOOST_TEST(run(std::move(work)).overall == user_outcome::changed);
}

BOOST_AUTO_TEST_CASE(an_abandoned_job_tells_what_may_have_happened_from_what_did_not) {
    plan::job_progress job(
        item(17, {settings_step({set("view", "week")}), support::notify_step(17)}),
        catalog::definitions::built_in(),
        how,
        retry,
        {}
    );
    for (int turn = 0; turn < 2; ++turn) {
        const auto wanted = job.next();
        model::request request;
        request.credential = wanted.credential;
        request.commands = wanted.commands;
        job.sent(request.commands);
        const auto reply = turn == 0 ? portal.answer(request) : support::lost(request);
        job.settle(request.commands, reply.answers, {clock.now(), 0.5});
    }
    job.abandon("run-ended", "interrupted");
    const auto result = job.result({});
    BOOST_TEST(result.steps[0].what == outcome::unknown);
    BOOST_TEST(result.steps[1].what == outcome::skipped);
    BOOST_TEST(result.overall == user_outcome::unknown);
}

BOOST_AUTO_TEST_CASE(who_is_excepted_from_everything_costs_no_request) {
    const auto result = run(item(1, {}));
    BOOST_TEST(result.overall == user_outcome::excepted);
    BOOST_TEST(requests.empty());
}

BOOST_AUTO_TEST_SUITE_END()
