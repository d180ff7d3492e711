#include "plan/guard.hpp"
#include "played_board.hpp"
#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

using model::key_fate;
using model::outcome;
using model::user_outcome;
using support::item;
using support::set;
using support::settings_step;

namespace {

model::setting over(std::string key, model::value wanted, model::value held) {
    auto made = set(std::move(key), std::move(wanted));
    made.only_over = std::move(held);
    return made;
}

model::setting as_seen(model::setting what) {
    what.form = model::value_form::as_seen;
    return what;
}

struct guarded : played_board {
    const model::step_result& step(model::work_item what) {
        run({std::move(what)});
        BOOST_REQUIRE(closed.size() == 1U);
        return closed.front().steps.front();
    }
    const model::key_change& change(const model::step_result& of, std::string_view key) {
        const auto found = std::ranges::find(of.changes, key, &model::key_change::key);
        BOOST_REQUIRE(found != of.changes.end());
        return *found;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(guarded_keys, guarded)

BOOST_AUTO_TEST_CASE(a_key_is_written_while_the_portal_holds_what_it_has_to) {
    portal.settings[17] = {{"view", "week"}, {"showTasks", "Y"}};
    const auto& result = step(item(17, {settings_step({over("view", "month", "week")})}));
    BOOST_TEST(result.what == outcome::changed);
    BOOST_TEST(result.code == "");
    BOOST_TEST(portal.settings[17].at("view") == model::value("month"));
    BOOST_TEST(requests.size() == 2U);
}

BOOST_AUTO_TEST_CASE(what_changed_since_is_left_and_listed_and_the_rest_is_written) {
    portal.settings[17] = {{"view", "day"}, {"showTasks", "Y"}};
    const auto& result =
        step(item(17, {settings_step({over("view", "month", "week"), over("showTasks", "N", "Y")})})
        );
    BOOST_TEST(result.what == outcome::changed);
    BOOST_TEST(result.code == "changed-since");
    BOOST_TEST(result.reason == "left as it is, because it changed since: view");
    BOOST_TEST(portal.settings[17].at("view") == model::value("day"));
    BOOST_TEST(portal.settings[17].at("showTasks") == model::value("N"));
    const auto& left = change(result, "view");
    BOOST_TEST((left.fate == key_fate::changed_since));
    BOOST_TEST(left.before == model::value("day"));
    BOOST_TEST(left.wanted == model::value("month"));
    BOOST_TEST(left.after == model::value("day"));
    BOOST_TEST((change(result, "showTasks").fate == key_fate::due));
    BOOST_TEST(closed[0].overall == user_outcome::changed);
}

BOOST_AUTO_TEST_CASE(where_nothing_is_left_to_be_written_nothing_is_sent) {
    portal.settings[17] = {{"view", "day"}, {"showTasks", "X"}};
    const auto& result =
        step(item(17, {settings_step({over("view", "month", "week"), over("showTasks", "N", "Y")})})
        );
    BOOST_TEST(result.what == outcome::skipped);
    BOOST_TEST(result.code == "changed-since");
    BOOST_TEST(result.reason == "left as they are, because they changed since: view, showTasks");
    BOOST_TEST(portal.writes[17] == 0);
    BOOST_TEST(requests.size() == 1U);
    BOOST_TEST(closed[0].overall == user_outcome::skipped);
}

BOOST_AUTO_TEST_CASE(what_is_wanted_counts_as_done_whatever_the_guard) {
    portal.settings[17] = {{"view", "month"}};
    const auto& result = step(item(17, {settings_step({over("view", "month", "week")})}));
    BOOST_TEST(result.what == outcome::unchanged);
    BOOST_TEST(result.changes.empty());
    BOOST_TEST(portal.writes[17] == 0);
}

// By the catalog's rules, and a key that the answer does not have holds nothing.
BOOST_AUTO_TEST_CASE(guards_are_compared_as_the_portal_answers) {
    portal.settings[17] = {{"syncPeriodPast", 6}, {"meetSection", "false"}};
    const auto& result = step(item(
        17,
        {settings_step(
            {over("syncPeriodPast", "3", "6"),
             over("meetSection", "42", false),
             over("sendFromEmail", "a@acme.example", nullptr)}
        )}
    ));
    BOOST_TEST(result.what == outcome::changed);
    BOOST_TEST(result.code == "");
    BOOST_TEST(portal.settings[17].at("sendFromEmail") == model::value("a@acme.example"));
}

// A single pass would write before it has seen what the guard is about.
BOOST_AUTO_TEST_CASE(a_proven_credential_is_read_first_all_the_same) {
    options.how = plan::passes::single;
    portal.settings[17] = {{"view", "day"}};
    auto work = item(17, {settings_step({over("view", "month", "week")})});
    work.known = model::identity::proven;
    BOOST_TEST(step(std::move(work)).what == outcome::skipped);
    BOOST_TEST(portal.writes[17] == 0);
}

BOOST_AUTO_TEST_CASE(a_look_tells_what_would_be_left) {
    options.how = plan::passes::look;
    portal.settings[17] = {{"view", "day"}, {"showTasks", "Y"}};
    const auto& result =
        step(item(17, {settings_step({over("view", "month", "week"), over("showTasks", "N", "Y")})})
        );
    BOOST_TEST(result.what == outcome::differs);
    BOOST_TEST(result.code == "changed-since");
    BOOST_TEST((change(result, "view").fate == key_fate::changed_since));
    BOOST_TEST((change(result, "showTasks").fate == key_fate::due));
    BOOST_TEST(portal.writes[17] == 0);
}

// Repeating the write blindly would undo what somebody did while it was not known what became of
// it.
BOOST_AUTO_TEST_CASE(a_write_whose_answer_was_lost_is_read_again_before_it_is_repeated) {
    portal.settings[17] = {{"view", "week"}, {"showTasks", "Y"}};
    bool first = true;
    portal.after_effect = [&](const model::request& what) -> std::optional<model::reply> {
        if (what.commands.front().why != model::purpose::write || !std::exchange(first, false))
            return std::nullopt;
        portal.settings[17]["view"] = "day";  // somebody, after our write
        return support::lost(what);
    };
    const auto& result =
        step(item(17, {settings_step({over("view", "month", "week"), over("showTasks", "N", "Y")})})
        );
    BOOST_TEST(portal.settings[17].at("view") == model::value("day"));
    BOOST_TEST(portal.writes[17] == 1);
    BOOST_TEST(result.what == outcome::changed);
    BOOST_TEST(result.code == "changed-since");
    BOOST_TEST((change(result, "view").fate == key_fate::changed_since));
    BOOST_TEST((change(result, "showTasks").fate == key_fate::due));
}

BOOST_AUTO_TEST_CASE(a_write_that_was_refused_for_the_rate_is_read_again_before_it_is_repeated) {
    portal.settings[17] = {{"view", "week"}};
    bool first = true;
    portal.before_effect = [&](const model::request& what) -> std::optional<model::reply> {
        if (what.commands.front().why != model::purpose::write || !std::exchange(first, false))
            return std::nullopt;
        portal.settings[17]["view"] = "day";
        return support::rejected_whole(
            what, "QUERY_LIMIT_EXCEEDED", model::reaction::slow_down, 503
        );
    };
    const auto& result = step(item(17, {settings_step({over("view", "month", "week")})}));
    BOOST_TEST(result.what == outcome::skipped);
    BOOST_TEST(portal.settings[17].at("view") == model::value("day"));
    BOOST_TEST(portal.writes[17] == 0);
}

BOOST_AUTO_TEST_CASE(what_is_not_effective_fails_and_is_not_taken_for_left) {
    portal.settings[17] = {{"view", "week"}};
    portal.after_effect = [&](const model::request& what) -> std::optional<model::reply> {
        if (what.commands.front().why != model::purpose::write) return std::nullopt;
        model::reply reply;
        model::accepted yes;
        yes.result = true;
        reply.answers.emplace_back(yes);
        yes.result = model::object{{"view", "day"}};
        reply.answers.emplace_back(yes);
        return reply;
    };
    const auto& result = step(item(17, {settings_step({over("view", "month", "week")})}));
    BOOST_TEST(result.what == outcome::failed);
    BOOST_TEST(result.code == "not-effective");
}

BOOST_AUTO_TEST_CASE(a_value_as_it_was_seen_travels_with_its_type_and_texts_in_a_batch) {
    portal.settings[17] = {{"syncPeriodPast", "6"}, {"view", "week"}};
    portal.settings[18] = portal.settings[17];
    run(
        {item(17, {settings_step({as_seen(over("syncPeriodPast", 3, "6"))})}),
         item(18, {settings_step({as_seen(over("view", "month", "week"))})})}
    );
    BOOST_TEST(portal.settings[17].at("syncPeriodPast") == model::value(3));
    BOOST_TEST(portal.settings[18].at("view") == model::value("month"));
    // Reading, writing and reading back for the number; for the text the last two go together.
    BOOST_TEST(requests.size() == 5U);
    for (const auto& each : closed) BOOST_TEST(each.overall == user_outcome::changed);
}

BOOST_AUTO_TEST_CASE(a_value_that_no_policy_could_ask_for_is_compared_as_it_is) {
    portal.settings[17] = {{"syncPeriodPast", "6"}};
    const auto& result =
        step(item(17, {settings_step({as_seen(over("syncPeriodPast", "half a year", "6"))})}));
    BOOST_TEST(result.what == outcome::changed);
    BOOST_TEST(portal.settings[17].at("syncPeriodPast") == model::value("half a year"));
}

BOOST_AUTO_TEST_SUITE_END()
