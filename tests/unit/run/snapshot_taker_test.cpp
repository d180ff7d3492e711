#include "run/snapshot_taker.hpp"

#include "support/jobs.hpp"

#include <boost/test/unit_test.hpp>

namespace {

model::job_result read(std::optional<model::value> settings, std::optional<model::value> sections) {
    model::step first;
    first.kind = model::step_kind::settings;
    first.target = "calendar.user.settings";
    model::step second;
    second.kind = model::step_kind::collection;
    second.target = "calendar.section";
    model::job_result made;
    made.what = {support::user(17), {first, second}};
    made.steps.resize(2);
    made.steps[0].image = std::move(settings);
    made.steps[1].image = std::move(sections);
    return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(taking_a_snapshot)

BOOST_AUTO_TEST_CASE(resources_stand_in_the_order_of_their_names) {
    const auto made = run::entry_of(
        read(model::object{{"view", "week"}}, model::array{}), catalog::definitions::built_in()
    );
    BOOST_TEST(!made.unread.has_value());
    BOOST_REQUIRE(made.state.size() == 2U);
    BOOST_TEST(made.state.begin()->key() == "calendar.section");
    BOOST_TEST(made.state.at("calendar.user.settings").at("view") == model::value("week"));
    BOOST_TEST(made.email == "user17@acme.example");
}

BOOST_AUTO_TEST_CASE(who_was_read_in_part_was_not_read) {
    auto half = read(model::object{{"view", "week"}}, std::nullopt);
    half.steps[1].reason = "Access denied";
    const auto made = run::entry_of(half, catalog::definitions::built_in());
    BOOST_TEST(made.state.empty());
    BOOST_REQUIRE(made.unread.has_value());
    BOOST_TEST((made.unread->what == model::block_reason::unreadable));
    BOOST_TEST(made.unread->why == "Access denied");
}

BOOST_AUTO_TEST_CASE(why_somebody_is_blocked_is_kept) {
    auto other = read(std::nullopt, std::nullopt);
    other.blocked = model::block_reason::no_credential;
    other.reason = "there is no credential of this user's own";
    const auto made = run::entry_of(other, catalog::definitions::built_in());
    BOOST_REQUIRE(made.unread.has_value());
    BOOST_TEST((made.unread->what == model::block_reason::no_credential));
    BOOST_TEST(made.unread->why == other.reason);
}

BOOST_AUTO_TEST_CASE(of_a_blocked_user_nothing_is_kept_although_something_was_read) {
    auto other = read(model::object{{"view", "week"}}, model::array{});
    other.blocked = model::block_reason::wrong_identity;
    other.reason = "the credential belongs to user 1";
    const auto made = run::entry_of(other, catalog::definitions::built_in());
    BOOST_TEST(made.state.empty());
    BOOST_REQUIRE(made.unread.has_value());
    BOOST_TEST((made.unread->what == model::block_reason::wrong_identity));
}

BOOST_AUTO_TEST_SUITE_END()
