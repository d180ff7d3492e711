#include "pacing/operating_budget.hpp"

#include <boost/test/unit_test.hpp>

using namespace std::chrono_literals;

namespace {

constexpr double portal_now = 1'800'000'000;  // two hours ahead of `wall`
const base::wall_time wall{std::chrono::seconds(1'799'992'800)};
const base::time_point now{1h};
const pacing::budget_key settings{"user 17", "calendar.user.settings.set"};

model::timing used(double seconds, double reset_in, double at = portal_now) {
    model::timing made;
    made.operating = seconds;
    made.operating_reset_at = static_cast<std::int64_t>(at + reset_in);
    made.finish = at;
    return made;
}

struct budgets {
    pacing::operating_budget all{{.limit = 400s, .slow_from = 0.8}};

    base::duration wait(const pacing::budget_key& which, base::time_point when = now) const {
        return std::max(all.ready_at(which, when), when) - when;
    }
    void hear(const model::timing& said, base::time_point when = now) {
        all.heard(settings, said, 1, when, wall);
    }
    void sent(std::size_t commands) { all.sent(settings, commands, last = number_after(last)); }
    void answered(std::size_t commands) { answered(commands, last); }
    void answered(std::size_t commands, model::request_number which) {
        all.answered(settings, commands, which);
    }

    static model::request_number number_after(model::request_number which) {
        return model::request_number(which.value() + 1);
    }

    model::request_number last;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(operating_budget, budgets)

BOOST_AUTO_TEST_CASE(far_from_the_limit_nothing_waits) {
    hear(used(100, 300));
    hear(used(319, 300, portal_now + 1));
    sent(1);
    BOOST_TEST((wait(settings) == 0s));
    BOOST_TEST(all.all_ready(now));
}

BOOST_AUTO_TEST_CASE(at_the_limit_a_key_sleeps_until_its_reset_on_the_portals_clock) {
    hear(used(400, 120));
    BOOST_TEST((wait(settings) == 121s));
    BOOST_TEST((wait({"user 17", "calendar.section.add"}) == 0s));
    BOOST_TEST((wait({"user 18", "calendar.user.settings.set"}) == 0s));
    BOOST_TEST((wait(settings, now + 121s) == 0s));
}

BOOST_AUTO_TEST_CASE(near_the_limit_no_more_is_under_way_than_what_is_left_pays_for) {
    hear(used(358, 80));
    hear(used(360, 80, portal_now + 1));  // 2 s each, 40 s left: twenty calls
    sent(19);
    BOOST_TEST((wait(settings) == 0s));
    sent(1);
    BOOST_TEST((all.ready_at(settings, now) == base::time_point::max()));
    BOOST_TEST(!all.all_ready(now));
    BOOST_TEST((wait({"admin", "calendar.user.settings.set"}) == 0s));
    // Two of them are answered and were quicker than expected: there is room for another one.
    answered(2);
    hear(used(361, 80, portal_now + 2));
    BOOST_TEST((wait(settings) == 0s));
}

BOOST_AUTO_TEST_CASE(the_return_of_who_left_before_a_key_was_remembered_makes_no_room) {
    sent(10);
    const auto early = last;
    hear(used(358, 80));
    hear(used(360, 80, portal_now + 1));  // 2 s each, 40 s left: twenty calls
    sent(20);
    BOOST_TEST((all.ready_at(settings, now) == base::time_point::max()));
    answered(10, early);
    BOOST_TEST((all.ready_at(settings, now) == base::time_point::max()));
    answered(10);
    BOOST_TEST((wait(settings) == 0s));
}

BOOST_AUTO_TEST_CASE(just_before_the_limit_calls_follow_one_another) {
    hear(used(396, 80));
    hear(used(398.5, 80, portal_now + 1));  // 2.5 s each, 1.5 s left
    BOOST_TEST((wait(settings) == 0s));
    sent(1);
    BOOST_TEST((all.ready_at(settings, now) == base::time_point::max()));
    answered(1);
    hear(used(401, 80, portal_now + 2));
    BOOST_TEST((wait(settings) == 81s));
}

BOOST_AUTO_TEST_CASE(after_the_reset_one_call_looks_how_much_has_come_back) {
    hear(used(410, 80));
    hear(used(420, 80, portal_now + 1));
    BOOST_TEST((wait(settings) == 81s));
    const auto later = now + 81s;
    BOOST_TEST((wait(settings, later) == 0s));
    sent(1);
    BOOST_TEST((all.ready_at(settings, later) == base::time_point::max()));
    answered(1);
    hear(used(300, 200, portal_now + 82), later);
    BOOST_TEST((wait(settings, later) == 0s));
    BOOST_TEST(all.all_ready(later));
}

BOOST_AUTO_TEST_CASE(what_is_used_costs_no_time_before_the_limit) {
    // 5,000 notifications of 0.08 s in batches of fifty, eight at once: 400 of 420 s.
    all = pacing::operating_budget({.limit = 420s});
    for (int batch = 0; batch < 100; ++batch) {
        BOOST_TEST_CONTEXT("batch " << batch) BOOST_TEST((wait(settings) == 0s));
        sent(50);
        if (batch < 7) continue;
        answered(50);
        const double answered = batch - 6;
        all.heard(settings, used(4 * answered, 590, portal_now + answered), 50, now, wall);
    }
}

BOOST_AUTO_TEST_CASE(the_envelope_has_a_budget_of_its_own) {
    all.heard({"admin", "batch"}, used(500, 60), 50, now, wall);
    BOOST_TEST((wait({"admin", "batch"}) == 61s));
    BOOST_TEST((wait({"admin", "user.update"}) == 0s));
}

BOOST_AUTO_TEST_CASE(a_refusal_waits_for_the_reset_that_was_heard_last) {
    hear(used(300, 90));
    all.refused(settings, now + 30s);
    BOOST_TEST((wait(settings, now + 30s) == 61s));
}

BOOST_AUTO_TEST_CASE(a_refusal_without_a_known_reset_is_looked_at_again_every_minute) {
    all.refused(settings, now);
    BOOST_TEST((wait(settings) == 60s));
    // Those that were under way meanwhile do not lengthen it.
    all.refused(settings, now + 5s);
    BOOST_TEST((wait(settings, now + 5s) == 55s));
    all.refused(settings, now + 60s);
    BOOST_TEST((wait(settings, now + 60s) == 60s));
}

BOOST_AUTO_TEST_CASE(an_older_account_does_not_undo_a_newer_one) {
    hear(used(400, 120, portal_now + 2));
    hear(used(10, 120, portal_now + 1));
    BOOST_TEST((wait(settings) == 121s));
}

BOOST_AUTO_TEST_CASE(without_a_finish_the_clock_here_has_to_do) {
    auto said = used(400, 0);
    said.finish.reset();
    said.operating_reset_at = wall.time_since_epoch().count() / 1000 + 30;
    hear(said);
    BOOST_TEST((wait(settings) == 31s));
}

BOOST_AUTO_TEST_CASE(no_reset_lies_further_away_than_a_bucket_lives) {
    hear(used(400, 1e9));
    BOOST_TEST((wait(settings) == 601s));
}

BOOST_AUTO_TEST_CASE(a_portal_without_a_limit_is_not_waited_for_unless_it_refuses) {
    all = pacing::operating_budget({.limit = 0s});
    hear(used(5000, 120));
    sent(1);
    BOOST_TEST((wait(settings) == 0s));
    all.refused(settings, now);
    BOOST_TEST((wait(settings) == 60s));
}

BOOST_AUTO_TEST_CASE(an_account_that_says_nothing_of_operating_time_changes_nothing) {
    hear(model::timing{.duration = 2, .operating = {}, .operating_reset_at = {}, .finish = {}});
    BOOST_TEST((wait(settings) == 0s));
}

BOOST_AUTO_TEST_SUITE_END()
