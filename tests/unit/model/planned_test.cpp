#include "model/planned.hpp"

#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

namespace {

model::job_result seen(model::user_outcome overall, const std::vector<model::outcome>& steps) {
    model::job_result made;
    made.overall = overall;
    for (const auto each : steps) made.steps.emplace_back().what = each;
    return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(what_a_look_means_for_the_plan)

BOOST_AUTO_TEST_CASE(every_outcome_has_its_meaning) {
    using model::outcome;
    using model::planned;
    using model::user_outcome;
    struct row {
        const char* name;
        model::job_result what;
        planned expected;
    };
    const row rows[] = {
        {"something differs",
         seen(user_outcome::differs, {outcome::unchanged, outcome::differs}),
         planned::change},
        {"something differs beside a call that perhaps happened",
         seen(user_outcome::unknown, {outcome::unknown, outcome::differs}),
         planned::change},
        {"all right", seen(user_outcome::unchanged, {outcome::unchanged}), planned::right},
        {"done before", seen(user_outcome::unchanged, {outcome::skipped}), planned::right},
        {"blocked, although a step was seen to differ before it",
         seen(user_outcome::blocked, {outcome::differs, outcome::skipped}),
         planned::blocked},
        {"excepted from everything", seen(user_outcome::excepted, {}), planned::excepted},
        {"right, and a call perhaps happened",
         seen(user_outcome::unknown, {outcome::unknown, outcome::unchanged}),
         planned::unsure},
        {"the run ended before him",
         seen(user_outcome::skipped, {outcome::skipped}),
         planned::unseen},
        {"the look itself failed", seen(user_outcome::failed, {outcome::failed}), planned::unseen},
    };
    for (const auto& each : rows) BOOST_TEST_CONTEXT(each.name)
    BOOST_TEST(model::to_string(model::planned_for(each.what)) == model::to_string(each.expected));
}

// A call is due whatever there is; what was to be read beside it was not.
BOOST_AUTO_TEST_CASE(who_was_not_looked_at_has_no_change_to_be_planned) {
    auto what =
        seen(model::user_outcome::differs, {model::outcome::skipped, model::outcome::differs});
    BOOST_TEST((model::planned_for(what) == model::planned::change));
    what.steps[0].code = "run-ended";
    BOOST_TEST((model::planned_for(what) == model::planned::unseen));
}

BOOST_AUTO_TEST_SUITE_END()
