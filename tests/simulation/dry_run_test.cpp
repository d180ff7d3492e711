#include "run/dry_run.hpp"

#include "simulation/portal_roster.hpp"
#include "simulation/rehearsal.hpp"
#include "simulation/scenario.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

// What is foretold is what a run against the stand-in portal then takes.

namespace {

using simulation::work;

run::dry_run_result foretold(
    const simulation::rehearsal& night, const std::string& text, run::imagined there
) {
    base::diagnostics problems;
    const auto& all = catalog::definitions::built_in();
    const auto policies = policy::policy_set::read_text(text, "p.yaml", all, problems);
    BOOST_REQUIRE(policies.has_value());
    simulation::portal_roster who(night.portal.core().roster());
    const auto credentials = night.portal.credentials();
    const auto users = night.portal.core().roster().size();
    auto made = run::play(
        {who, *policies, all, credentials, night.options, there, {}, 2 * night.portal.way}, users
    );
    BOOST_REQUIRE(made.has_value());
    return std::move(*made);
}

portal_sim::portal_options portal_of(std::size_t users) {
    portal_sim::portal_options made;
    made.users = users;
    made.rules.rate.rate = 20;
    return made;
}

double seconds(base::duration what) {
    return std::chrono::duration<double>(what).count();
}

constexpr work works[] = {work::settings, work::onboarding, work::staff, work::greetings};

}  // namespace

BOOST_AUTO_TEST_SUITE(dry_run)

BOOST_AUTO_TEST_CASE(a_first_run_takes_what_was_foretold) {
    for (const auto each : works) {
        BOOST_TEST_CONTEXT("work " << static_cast<int>(each)) {
            simulation::rehearsal night(portal_of(150));
            const auto text = simulation::policy_for(each);
            const auto said = foretold(night, text, run::imagined::nothing_right);
            const auto came = night.apply(text);
            BOOST_TEST(said.counts.requests == came.summary.lane.requests);
            BOOST_TEST(said.counts.commands == came.summary.lane.commands);
            BOOST_TEST(
                seconds(said.took) == seconds(came.took), boost::test_tools::tolerance(0.02)
            );
            BOOST_TEST(said.users.at(model::user_outcome::changed) == 150U);
            BOOST_REQUIRE(said.milestones.size() == 10U);
            BOOST_TEST(said.milestones.back().percent == 100U);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_second_run_finds_all_right) {
    for (const auto each : {work::settings, work::onboarding, work::staff}) {
        BOOST_TEST_CONTEXT("work " << static_cast<int>(each)) {
            simulation::rehearsal night(portal_of(80));
            const auto text = simulation::policy_for(each);
            const auto said = foretold(night, text, run::imagined::all_right);
            night.apply(text);
            const auto came = night.apply(text);
            BOOST_TEST(said.counts.requests == came.summary.lane.requests);
            BOOST_TEST(said.users.at(model::user_outcome::unchanged) == 80U);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
