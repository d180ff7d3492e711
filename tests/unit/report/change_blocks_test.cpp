#include "report/change_blocks.hpp"

#include "unit/report/sample_run.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

model::key_change change(std::string key, model::value before, model::value wanted) {
    return {std::move(key), std::move(before), std::move(wanted), nullptr, "", ""};
}

// User `id`, of whose settings these differ.
model::job_result differing(std::int64_t id, std::vector<model::key_change> changes) {
    auto made = sample::result(static_cast<std::uint64_t>(id), sample::user(id, ""));
    made.overall = model::user_outcome::differs;
    made.steps.resize(2);
    made.steps[0].what = model::outcome::unchanged;
    made.steps[1].what = model::outcome::differs;
    made.steps[1].before = model::object{{"view", "month"}};
    made.steps[1].changes = std::move(changes);
    return made;
}

const report::block_key& only_key(const report::change_block& block) {
    BOOST_REQUIRE(block.steps.size() == 1U);
    BOOST_REQUIRE(block.steps[0].keys.size() == 1U);
    return block.steps[0].keys[0];
}

model::value address(int user) {
    return model::value("u" + std::to_string(user) + "@acme.example");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(changes_are_collapsed)

BOOST_AUTO_TEST_CASE(identical_changes_are_one_block_with_three_samples) {
    report::change_blocks made;
    for (int id = 1; id <= 100'000; ++id)
        made.add(differing(id, {change("view", "month", "week")}));
    const auto blocks = made.blocks();
    BOOST_REQUIRE(blocks.size() == 1U);
    BOOST_TEST(blocks[0].users == 100'000U);
    BOOST_TEST(blocks[0].samples.size() == 3U);
    BOOST_TEST(blocks[0].samples[0] == "1");
    const auto& key = only_key(blocks[0]);
    BOOST_REQUIRE(key.values.size() == 1U);
    BOOST_TEST(key.values[0].before == model::value("month"));
    BOOST_TEST(key.values[0].wanted == model::value("week"));
    BOOST_TEST(made.users() == 100'000U);
    BOOST_TEST(made.keys() == 100'000U);
}

BOOST_AUTO_TEST_CASE(other_values_before_are_other_blocks_and_the_largest_comes_first) {
    report::change_blocks made;
    made.add(differing(1, {change("view", "day", "week")}));
    made.add(differing(2, {change("view", "month", "week")}));
    made.add(differing(3, {change("view", "month", "week")}));
    const auto blocks = made.blocks();
    BOOST_REQUIRE(blocks.size() == 2U);
    BOOST_TEST(blocks[0].users == 2U);
    BOOST_TEST(only_key(blocks[0]).values[0].before == model::value("month"));
    BOOST_TEST(blocks[1].users == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_left_because_somebody_changed_it_is_no_change) {
    report::change_blocks made;
    auto left = change("view", "list", "month");
    left.fate = model::key_fate::changed_since;
    made.add(differing(1, {left, change("showWeekNumbers", "N", "Y")}));
    made.add(differing(2, {left}));
    const auto blocks = made.blocks();
    BOOST_REQUIRE(blocks.size() == 1U);
    BOOST_TEST(blocks[0].users == 1U);
    BOOST_REQUIRE(blocks[0].steps.front().keys.size() == 1U);
    BOOST_TEST(blocks[0].steps.front().keys.front().key == "showWeekNumbers");
    BOOST_TEST(made.keys() == 1U);
}

BOOST_AUTO_TEST_CASE(the_same_values_of_another_type_are_another_change) {
    report::change_blocks made;
    made.add(differing(1, {change("syncPeriodPast", 3, "6")}));
    made.add(differing(2, {change("syncPeriodPast", "3", "6")}));
    BOOST_TEST(made.blocks().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_value_that_is_made_for_each_user_parts_nobody) {
    report::change_blocks made;
    for (int id = 1; id <= 1000; ++id)
        made.add(differing(
            id, {change("view", "month", "week"), change("sendFromEmail", "", address(id))}
        ));
    const auto blocks = made.blocks();
    BOOST_REQUIRE(blocks.size() == 1U);
    BOOST_TEST(blocks[0].users == 1000U);
    const auto& keys = blocks[0].steps[0].keys;
    BOOST_TEST(keys[0].values.size() == 1U);
    BOOST_TEST(keys[1].values.size() == 3U, "a few of them are shown");
    BOOST_TEST(keys[1].values[0].wanted == address(1));
}

BOOST_AUTO_TEST_CASE(whom_a_varying_key_had_parted_is_put_together_again_and_others_are_not) {
    report::change_blocks made;
    for (int id = 1; id <= 40; ++id)
        made.add(differing(
            id,
            {change("view", id % 4 == 0 ? "day" : "month", "week"),
             change("sendFromEmail", "", address(id))}
        ));
    const auto blocks = made.blocks();
    BOOST_REQUIRE(blocks.size() == 2U);
    BOOST_TEST(blocks[0].users == 30U);
    BOOST_TEST(blocks[1].users == 10U);
    BOOST_TEST(blocks[1].steps[0].keys[0].values[0].before == model::value("day"));
}

BOOST_AUTO_TEST_CASE(memory_is_bounded_where_everybody_is_different) {
    report::change_blocks made;
    for (int id = 1; id <= 3000; ++id) {
        std::vector<model::key_change> changes;
        // Every user lacks other keys, and has other values in those he has.
        for (int key = 0; key < 12; ++key)
            if ((id >> key & 1) != 0)
                changes.push_back(change("key" + std::to_string(key), id % 7, "w"));
        made.add(differing(id, std::move(changes)));
    }
    const auto blocks = made.blocks();
    std::uint64_t users = 0;
    for (const auto& each : blocks) users += each.users;
    BOOST_TEST(users == made.users());
    BOOST_TEST(blocks.size() < 4000U);
    BOOST_TEST(blocks[0].steps.empty(), "what is too diverse is counted together");
}

BOOST_AUTO_TEST_CASE(everybody_is_found_in_his_block) {
    report::change_blocks made;
    std::vector<model::job_result> users;
    for (int id = 1; id <= 60; ++id) {
        users.push_back(
            id % 3 == 0
                ? differing(id, {change("view", "day", "week")})
                : differing(
                      id,
                      {change("view", "month", "week"), change("sendFromEmail", "", address(id))}
                  )
        );
        made.add(users.back());
    }
    const auto place_of = made.places();
    for (const auto& each : users) {
        const auto expected = each.what.who.id.value() % 3 == 0 ? 1U : 0U;
        BOOST_REQUIRE(place_of(each).has_value());
        BOOST_TEST(*place_of(each) == expected);
    }
    BOOST_TEST(!place_of(sample::unchanged(0, 99)).has_value());
}

BOOST_AUTO_TEST_CASE(who_is_right_or_blocked_changes_nothing) {
    report::change_blocks made;
    made.add(sample::unchanged(1, 1));
    BOOST_TEST(made.users() == 0U);
    BOOST_TEST(made.blocks().empty());
}

BOOST_AUTO_TEST_CASE(a_creation_and_a_call_say_what_with) {
    auto what = differing(1, {});
    what.steps[1].what = model::outcome::unchanged;
    what.steps[0].what = model::outcome::differs;
    what.steps[0].changes = {change("name", nullptr, "Meetings")};
    model::step call;
    call.kind = model::step_kind::call;
    call.target = "im.notify.system.add";
    call.as = model::acts_as::admin;
    call.repeat = model::repetition::once_per_user;
    call.with = {sample::setting("MESSAGE", "hello")};
    what.what.steps.push_back(call);
    what.steps.emplace_back().what = model::outcome::differs;
    report::change_blocks made;
    made.add(what);
    const auto blocks = made.blocks();
    BOOST_REQUIRE(blocks.size() == 1U);
    BOOST_REQUIRE(blocks[0].steps.size() == 2U);
    BOOST_TEST((blocks[0].steps[0].action == report::change_action::create));
    BOOST_TEST((blocks[0].steps[1].action == report::change_action::call));
    BOOST_TEST(blocks[0].steps[1].keys[0].values[0].wanted == model::value("hello"));
    BOOST_TEST(made.keys() == 1U, "parameters of a call are no keys that change");
}

BOOST_AUTO_TEST_SUITE_END()
