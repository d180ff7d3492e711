#include "played_board.hpp"
#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

using model::outcome;
using model::user_outcome;
using support::item;
using support::set;
using support::settings_step;

namespace {

model::step whole(const char* resource) {
    const auto* found = catalog::definitions::built_in().find_resource(resource);
    BOOST_REQUIRE(found != nullptr);
    model::step made;
    made.kind = found->kind;
    made.target = resource;
    made.as = found->as;
    return made;
}

struct reading : played_board {
    reading() { options.how = plan::passes::look; }

    const model::job_result& read(std::vector<model::step> steps) {
        run({item(17, std::move(steps))});
        BOOST_REQUIRE(closed.size() == 1U);
        return closed.front();
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(reading_a_resource_whole, reading)

BOOST_AUTO_TEST_CASE(everything_of_a_user_comes_with_one_request) {
    portal.settings[17] = {{"view", "month"}, {"unheardOf", 1}};
    portal.sections[17] = {
        {"Ann", {{"ID", "5"}, {"NAME", "Ann"}}}, {"Meetings", {{"ID", "6"}, {"NAME", "Meetings"}}}
    };
    const auto& result = read({whole("calendar.user.settings"), whole("calendar.section")});
    BOOST_TEST(requests.size() == 1U);
    BOOST_TEST(requests.front().commands.size() == 3U);  // whose it is, and one for each
    BOOST_TEST(result.overall == user_outcome::unchanged);
    BOOST_REQUIRE(result.steps[0].image.has_value());
    BOOST_TEST(*result.steps[0].image == model::value(portal.settings[17]));
    BOOST_REQUIRE(result.steps[1].image.has_value());
    BOOST_TEST(result.steps[1].image->as_array().size() == 2U);
    BOOST_TEST(portal.writes[17] == 0);
}

BOOST_AUTO_TEST_CASE(somebody_without_any_item_has_an_empty_list) {
    portal.settings[17] = {{"view", "month"}};
    const auto& result = read({whole("calendar.section")});
    BOOST_REQUIRE(result.steps[0].image.has_value());
    BOOST_TEST(*result.steps[0].image == model::value(model::array{}));
}

BOOST_AUTO_TEST_CASE(the_administrators_part_goes_under_his_credential) {
    portal.settings[17] = {{"view", "month"}};
    const auto& result = read({whole("calendar.user.settings"), whole("user")});
    BOOST_TEST(requests.size() == 2U);
    BOOST_TEST(requests.back().credential.value() == model::admin_credential().value());
    // This small portal has no user.get.
    BOOST_TEST(result.blocked == model::block_reason::unreadable);
    BOOST_TEST(!result.steps[1].image.has_value());
}

BOOST_AUTO_TEST_CASE(of_somebody_elses_credential_nothing_is_taken) {
    portal.real_owner[17] = 1;
    portal.settings[1] = {{"view", "month"}};
    const auto& result = read({whole("calendar.user.settings")});
    BOOST_TEST(result.blocked == model::block_reason::wrong_identity);
    BOOST_TEST(!result.steps[0].image.has_value());
}

BOOST_AUTO_TEST_CASE(nothing_is_written_whatever_the_passes_are) {
    for (const auto how : {plan::passes::two, plan::passes::single}) {
        options.how = how;
        closed.clear();
        portal.settings[17] = {{"view", "month"}};
        const auto& result = read({whole("calendar.user.settings")});
        BOOST_TEST(result.steps[0].what == outcome::unchanged);
        BOOST_TEST(result.steps[0].image.has_value());
        BOOST_TEST(portal.writes[17] == 0);
    }
}

BOOST_AUTO_TEST_CASE(a_step_with_keys_carries_no_image) {
    portal.settings[17] = {{"view", "month"}, {"showTasks", "Y"}};
    const auto& result = read({settings_step({set("view", "week")})});
    BOOST_TEST(result.steps[0].what == outcome::differs);
    BOOST_TEST(!result.steps[0].image.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
