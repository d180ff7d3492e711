#include "report/offline_plan.hpp"

#include "report/plan_text.hpp"
#include "support/golden.hpp"
#include "unit/report/sample_run.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

namespace {

model::job notification(std::int64_t id) {
    model::step call;
    call.kind = model::step_kind::call;
    call.target = "im.notify.system.add";
    call.as = model::acts_as::admin;
    call.repeat = model::repetition::once_per_user;
    call.with = {
        sample::setting("USER_ID", id),
        sample::setting("MESSAGE", "Your calendar has been set up\nand \x1b[31mmore")
    };
    model::job made;
    made.who = sample::user(id, "");
    made.steps = {call};
    return made;
}

report::offline_plan plan() {
    report::offline_plan made(sample::advice, sample::next_command);
    for (int id = 1; id <= 5; ++id) {
        made.add(sample::job(sample::user(id, "u" + std::to_string(id) + "@acme.example")), {1, 2});
    }
    made.add(notification(8), {1, 1});
    made.add(notification(9), {1, 1});
    made.add_blocked(
        sample::user(77, "new@acme.example"), model::block_reason::no_credential, "no webhook"
    );
    return made;
}

report::plan_facts facts() {
    report::plan_facts made;
    made.portal = model::portal_name("acme");
    made.portal_url = "https://acme.bitrix24.com";
    made.policies = {"calendar-standard"};
    made.unmatched = 12;
    made.forecast = "12 requests at 1.8 per second after a burst of 45: under a second";
    return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(offline_plan)

BOOST_AUTO_TEST_CASE(as_text) {
    support::check_golden("plan.txt", report::plan_text(plan(), facts(), report::colors::off));
}

BOOST_AUTO_TEST_CASE(as_json) {
    const auto text = report::plan_json(plan(), facts());
    support::check_golden("plan.json", text);
    BOOST_TEST(boost::json::parse(text).at("format_version").as_int64() == 1);
}

BOOST_AUTO_TEST_CASE(colours_only_when_asked) {
    BOOST_TEST(
        report::plan_text(plan(), facts(), report::colors::off).find('\x1b') == std::string::npos
    );
    BOOST_TEST(
        report::plan_text(plan(), facts(), report::colors::on).find('\x1b') != std::string::npos
    );
}

BOOST_AUTO_TEST_CASE(jobs_of_one_shape_are_one_block_and_add_up) {
    const auto made = plan();
    std::uint64_t users = 0;
    for (const auto& block : made.blocks()) users += block.users;
    BOOST_TEST(made.blocks().size() == 2U);
    BOOST_TEST(users == made.planned_users());
    BOOST_TEST(made.planned_users() == 7U);
    BOOST_TEST(made.blocked_users() == 1U);
    BOOST_TEST(made.requests().least == 7U);
    BOOST_TEST(made.requests().most == 12U);
}

BOOST_AUTO_TEST_CASE(a_value_that_differs_by_user_is_shown_by_samples) {
    const auto made = plan();
    const auto& keys = made.blocks().at(0).steps.at(1).keys;
    BOOST_TEST(keys.at(0).values.size() == 1U);  // view
    BOOST_TEST(keys.at(0).differing == 0U);
    BOOST_TEST(keys.at(3).values.size() == report::max_samples);  // sendFromEmail
    BOOST_TEST(keys.at(3).differing == 4U);
}

BOOST_AUTO_TEST_CASE(the_same_keys_from_another_policy_are_another_block) {
    report::offline_plan made;
    auto one = sample::job(sample::user(1, "a@acme.example"));
    made.add(one, {1, 2});
    one.steps[1].with[0] = sample::setting({.key = "view", .policy = "sales"}, "week");
    made.add(one, {1, 2});
    BOOST_TEST(made.blocks().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_reference_is_not_a_value) {
    report::offline_plan made;
    auto one = sample::job(sample::user(1, "a@acme.example"));
    made.add(one, {1, 2});
    one.steps[1].with[2].wanted = model::value("42");
    made.add(one, {1, 2});
    BOOST_TEST(made.blocks().size() == 2U);
    BOOST_TEST(made.blocks().at(0).steps.at(1).keys.at(2).step_id == "meetings");
}

BOOST_AUTO_TEST_SUITE_END()
