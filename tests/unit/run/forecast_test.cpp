#include "run/forecast.hpp"

#include "support/jobs.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

using namespace std::chrono_literals;

namespace {

model::job job(std::vector<model::step> steps) {
    return {support::user(17), std::move(steps)};
}

model::step own() {
    return support::settings_step({support::set("view", "week")});
}

model::step profile_as_admin() {
    auto made = support::settings_step({support::set("NAME", "Ann")});
    made.target = "user";
    made.as = model::acts_as::admin;
    return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(forecast)

BOOST_AUTO_TEST_CASE(counts_requests_at_most) {
    struct row {
        const char* name;
        std::vector<model::step> steps;
        int users;
        std::uint64_t requests;
    };
    const std::vector<row> rows{
        {"nobody", {own()}, 0, 0},
        {"steps of one's own share their requests", {own(), own()}, 10, 20},
        {"an administrator's step in between parts them",
         {own(), support::notify_step(17), own()},
         1,
         5},
        {"calls go fifty to a batch", {support::notify_step(17)}, 101, 3},
        {"an administrator's resource is read, and then written and read back",
         {profile_as_admin()},
         50,
         1 + 2},
    };
    for (const auto& each : rows) {
        BOOST_TEST_CONTEXT(each.name) {
            run::forecast cost;
            for (int i = 0; i < each.users; ++i) cost.add(job(each.steps));
            BOOST_TEST(cost.requests() == each.requests);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_burst_costs_nothing_and_the_rest_the_rate) {
    run::forecast cost;
    for (int i = 0; i < 300; ++i) cost.add(job({own()}));
    BOOST_TEST((cost.duration({.burst = 50, .rate = 20}) == 27500ms));
    BOOST_TEST((cost.duration({.burst = 600, .rate = 20}) == 0ms));
    BOOST_TEST((cost.duration({.burst = 50, .rate = 20, .share = 0.5}) == 57500ms));
}

BOOST_AUTO_TEST_SUITE_END()
