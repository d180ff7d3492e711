#include "run/prune_rule.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using run::prune_order;
using run::unfinished;

namespace {

const base::wall_time now(1'800'000'000'000ms);

// A run that began so long ago and came to its end.
journal::run_row ended(std::string id, std::chrono::milliseconds ago, std::string portal = "acme") {
    journal::run_row made;
    made.id = model::run_id(std::move(id));
    made.portal = model::portal_name(std::move(portal));
    made.command = "apply";
    made.started = now - ago;
    made.finished = made.started + 1min;
    made.end = model::run_end::complete;
    return made;
}

journal::run_row interrupted(std::string id, std::chrono::milliseconds ago) {
    auto made = ended(std::move(id), ago);
    made.end = model::run_end::interrupted;
    return made;
}

journal::run_row killed(std::string id, std::chrono::milliseconds ago) {
    auto made = ended(std::move(id), ago);
    made.life = journal::run_life::gone;
    made.finished.reset();
    made.end.reset();
    return made;
}

journal::run_row after(journal::run_row run, model::kinship how, const char* of) {
    run.after = model::kin{how, model::run_id(of)};
    return run;
}

bool writes(const journal::run_row& run) {
    return run.command == "apply";
}

// The ids of those that go, the newest first.
std::string pruned(const std::vector<journal::run_row>& newest_first, const prune_order& order) {
    std::string all;
    for (const auto& each : run::to_prune(newest_first, order, writes, now))
        all += (all.empty() ? "" : " ") + each.value();
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(prune_rule)

BOOST_AUTO_TEST_CASE(the_newest_of_each_portal_stay) {
    const std::vector runs{
        ended("a3", 1h),
        ended("b2", 2h, "branch"),
        ended("a2", 3h),
        ended("b1", 4h, "branch"),
        ended("a1", 5h)
    };
    BOOST_TEST(pruned(runs, {.keep = 1}) == "a2 b1 a1");
    BOOST_TEST(pruned(runs, {.keep = 2}) == "a1");
    BOOST_TEST(pruned(runs, {.keep = 3}) == "");
    BOOST_TEST(pruned(runs, {.keep = 0}) == "a3 b2 a2 b1 a1");
}

BOOST_AUTO_TEST_CASE(what_began_later_stays) {
    const std::vector runs{ended("young", 1h), ended("day", 24h), ended("old", 48h)};
    BOOST_TEST(pruned(runs, {.older_than = 24h}) == "day old");
    BOOST_TEST(pruned(runs, {.older_than = 24h + 1ms}) == "old");
}

BOOST_AUTO_TEST_CASE(a_run_goes_if_both_let_it_go) {
    const std::vector runs{ended("young", 1h), ended("middle", 30h), ended("old", 48h)};
    BOOST_TEST(pruned(runs, {.keep = 2, .older_than = 24h}) == "old");
    BOOST_TEST(pruned(runs, {.keep = 0, .older_than = 40h}) == "old");
    BOOST_TEST(pruned(runs, {.keep = 3, .older_than = 1h}) == "");
}

BOOST_AUTO_TEST_CASE(none_that_is_under_way_goes_whatever_is_asked) {
    auto alive = killed("alive", 400h);
    alive.life = journal::run_life::alive;
    const prune_order everything{.keep = 0, .what_could_go_on = unfinished::pruned};
    BOOST_TEST(pruned({ended("new", 1h), alive, ended("old", 500h)}, everything) == "new old");
}

// On another machine nobody can look after him: whoever has been heard of within a day stays.
BOOST_AUTO_TEST_CASE(a_holder_on_another_machine_is_believed_for_a_day) {
    const prune_order everything{.keep = 0, .what_could_go_on = unfinished::pruned};
    auto elsewhere = killed("elsewhere", 400h);
    elsewhere.holder = journal::lock_holder{};
    elsewhere.holder->beat = now - 23h;
    BOOST_TEST(pruned({elsewhere}, everything) == "");
    elsewhere.holder->beat = now - 24h;
    BOOST_TEST(pruned({elsewhere}, everything) == "elsewhere");
}

BOOST_AUTO_TEST_CASE(the_last_of_a_portal_stays_while_it_could_be_gone_on_with) {
    for (const auto& last : {interrupted("last", 100h), killed("last", 100h)}) {
        const std::vector runs{last, interrupted("before", 200h)};
        BOOST_TEST(pruned(runs, {.keep = 0}) == "before");
        const prune_order everything{.keep = 0, .what_could_go_on = unfinished::pruned};
        BOOST_TEST(pruned(runs, everything) == "last before");
    }
    BOOST_TEST(
        pruned({ended("last", 1h), interrupted("before", 2h)}, {.keep = 0}) == "last before"
    );
}

// A plan that looked since does not make the interrupted apply less the last.
BOOST_AUTO_TEST_CASE(runs_that_only_look_do_not_count_as_the_last) {
    auto look = ended("look", 1h);
    look.command = "plan";
    BOOST_TEST(pruned({look, interrupted("last", 2h)}, {.keep = 0}) == "look");
}

BOOST_AUTO_TEST_CASE(what_a_run_that_stays_continues_or_retries_stays_with_all_before_it) {
    const std::vector runs{
        after(ended("c", 1h), model::kinship::retries, "b"),
        ended("x", 2h),
        after(interrupted("b", 3h), model::kinship::continues, "a"),
        interrupted("a", 4h)
    };
    BOOST_TEST(pruned(runs, {.keep = 1}) == "x");
    BOOST_TEST(pruned(runs, {.keep = 0}) == "c x b a");
}

// A rollback has in its own rows what it needs to be told.
BOOST_AUTO_TEST_CASE(what_was_taken_back_may_go) {
    const std::vector runs{after(ended("b", 1h), model::kinship::takes_back, "a"), ended("a", 2h)};
    BOOST_TEST(pruned(runs, {.keep = 1}) == "a");
}

BOOST_AUTO_TEST_SUITE_END()
