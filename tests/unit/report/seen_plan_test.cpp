#include "report/seen_plan.hpp"

#include "report/seen_plan_text.hpp"
#include "support/golden.hpp"
#include "unit/report/sample_run.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

namespace {

model::job_result differing(std::int64_t id) {
    auto made = sample::changed(static_cast<std::uint64_t>(id), id);
    made.overall = model::user_outcome::differs;
    made.steps[1].what = model::outcome::differs;
    made.steps[1].before = model::object{{"view", "month"}};
    for (auto& each : made.steps[1].changes) each.after = nullptr;
    return made;
}

model::job_result hostile() {
    auto made = differing(666);
    made.what.who.email = "\x1b[31m=evil@acme.example";
    made.steps[1].changes[0].wanted = "\x1b]0;title\x07<script>";
    return made;
}

model::job_result excepted_in_view(std::int64_t id) {
    auto made = sample::unchanged(static_cast<std::uint64_t>(id), id);
    model::exemption one;
    one.number = 0;
    one.target = "calendar.user.settings";
    one.key = "view";
    one.accepted = "month";
    one.reason = "works by the month";
    one.owner = "it-desk@acme.example";
    one.until = "2027-03-31";
    made.what.exempt = {one};
    return made;
}

report::seen_plan plan() {
    report::seen_plan made(sample::advice, sample::next_command);
    for (int id = 1; id <= 5; ++id) made.add(differing(id));
    made.add(hostile());
    made.add(sample::unchanged(7, 7));
    made.add(excepted_in_view(8));
    made.add(sample::blocked(9, 9));
    return made;
}

report::seen_plan_facts facts() {
    report::seen_plan_facts made;
    made.command = "plan";
    made.portal = model::portal_name("acme");
    made.portal_url = "https://acme.bitrix24.com";
    made.policies = {"calendar-standard"};
    made.seen_at = "2026-11-25T04:05:06.000Z";
    made.unmatched = 12;
    made.forecast = {6, "6 requests, under a second at 1.8 requests/s after a burst of 45", {}};
    made.scopes = report::plan_scopes{{"calendar"}, {"im"}};
    made.sha256 = std::string(64, 'a');
    made.closing = {{"saved", "plan.jsonl"}};
    return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(seen_plan)

BOOST_AUTO_TEST_CASE(as_text) {
    support::check_golden(
        "seen-plan.txt", report::seen_plan_text(plan(), facts(), report::colors::off)
    );
}

BOOST_AUTO_TEST_CASE(as_text_with_everybody_of_a_block) {
    auto told = facts();
    told.expanded[0] = {"1 user1@acme.example", "2 user2@acme.example", "3", "4", "5"};
    support::check_golden(
        "seen-plan-expanded.txt", report::seen_plan_text(plan(), told, report::colors::off)
    );
}

BOOST_AUTO_TEST_CASE(as_json) {
    const auto text = report::seen_plan_json(plan(), facts());
    support::check_golden("seen-plan.json", text);
    BOOST_TEST(boost::json::parse(text).at("format_version").as_int64() == 1);
}

BOOST_AUTO_TEST_CASE(nothing_in_it_steers_a_terminal) {
    const auto text = report::seen_plan_text(plan(), facts(), report::colors::off);
    BOOST_TEST(text.find('\x1b') == std::string::npos);
    BOOST_TEST(text.find('\x07') == std::string::npos);
    BOOST_TEST(
        report::seen_plan_text(plan(), facts(), report::colors::on).find('\x1b') !=
        std::string::npos
    );
}

BOOST_AUTO_TEST_CASE(users_add_up_to_the_selection) {
    const auto made = plan();
    std::uint64_t sum = 0;
    for (const auto which : model::all_planned) sum += made.count(which);
    BOOST_TEST(sum == made.selected());
    BOOST_TEST(made.selected() == 9U);
    BOOST_TEST(made.count(model::planned::change) == made.changes().users());
}

BOOST_AUTO_TEST_CASE(a_plan_that_is_not_whole_says_so_and_has_no_name) {
    auto made = plan();
    auto late = sample::skipped(10, 10);
    late.steps[0].code = "run-ended";
    late.steps[0].reason = "not begun, the run ended early: Ctrl-C";
    made.add(late);
    auto told = facts();
    told.sha256 = "";
    const auto text = report::seen_plan_text(made, told, report::colors::off);
    BOOST_TEST(text.find("not looked at: this plan is not whole") != std::string::npos);
    BOOST_TEST(text.find("sha256") == std::string::npos);
    BOOST_TEST(
        boost::json::parse(report::seen_plan_json(made, told)).at("plan").at("whole").as_bool() ==
        false
    );
}

BOOST_AUTO_TEST_CASE(where_nothing_differs_that_is_said_first) {
    report::seen_plan made;
    made.add(sample::unchanged(1, 1));
    const auto text = report::seen_plan_text(made, facts(), report::colors::off);
    BOOST_TEST(text.find("Nothing to change: everything is as it should be.") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
