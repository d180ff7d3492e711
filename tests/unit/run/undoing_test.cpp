#include "run/undoing.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

using journal::attempt_row;
using journal::job_row;
using journal::step_row;
using model::outcome;

namespace {

step_row step(std::size_t place, model::step_kind kind, std::string target, outcome what) {
    step_row made;
    made.place = place;
    made.kind = kind;
    made.target = std::move(target);
    made.what = what;
    return made;
}

step_row settings(outcome what, std::vector<model::key_change> changes) {
    auto made = step(0, model::step_kind::settings, "calendar.user.settings", what);
    model::object before;
    model::object after;
    for (const auto& each : changes) {
        before[each.key] = each.before;
        if (!each.after.is_null()) after[each.key] = each.after;
    }
    made.before = std::move(before);
    if (!after.empty()) made.after = std::move(after);
    made.changes = std::move(changes);
    return made;
}

step_row calendar(outcome what) {
    auto made = step(0, model::step_kind::collection, "calendar.section", what);
    made.remote_id = "50";
    made.changes = {{"name", nullptr, "Meetings", "Meetings", "", ""}};
    made.after = model::object{{"NAME", "Meetings"}};
    return made;
}

attempt_row write(journal::fate what, std::string method, std::optional<std::string> created = {}) {
    attempt_row made;
    made.what = what;
    made.method = std::move(method);
    made.created = std::move(created);
    return made;
}

struct fixture {
    run::made_items made = run::made_items::keep;
    std::vector<attempt_row> attempts;

    std::vector<model::step> undo(std::vector<step_row> steps) {
        job_row job;
        job.who = model::user_id(17);
        job.email = "a@acme.example";
        job.steps = std::move(steps);
        run::undoing undoing(catalog::definitions::built_in(), made);
        const auto back = undoing.of(job, [&] { return attempts; });
        BOOST_REQUIRE(back.has_value());
        if (!*back) return {};
        BOOST_TEST((*back)->who.id.value() == 17);
        return (*back)->steps;
    }
    model::step only(std::vector<step_row> steps) {
        auto all = undo(std::move(steps));
        BOOST_REQUIRE(all.size() == 1U);
        return std::move(all.front());
    }
};

std::string why(const model::step& which) {
    return which.hindered ? which.hindered->code + ": " + which.hindered->reason : "";
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(undoing, fixture)

BOOST_AUTO_TEST_CASE(a_key_goes_back_to_what_was_read_over_what_was_read_back) {
    const auto back = only({settings(outcome::changed, {{"syncPeriodPast", 3, "6", "6", "", ""}})});
    BOOST_REQUIRE(back.with.size() == 1U);
    BOOST_TEST(std::get<model::value>(back.with[0].wanted) == model::value(3));
    BOOST_TEST((back.with[0].form == model::value_form::as_seen));
    BOOST_TEST(*back.with[0].only_over == model::value("6"));
}

BOOST_AUTO_TEST_CASE(where_nothing_was_read_back_the_guard_is_what_was_sent) {
    const auto back =
        only({settings(outcome::unknown, {{"view", "month", "week", nullptr, "", ""}})});
    BOOST_TEST(*back.with.at(0).only_over == model::value("week"));
}

BOOST_AUTO_TEST_CASE(a_key_that_was_left_is_none_of_the_runs) {
    BOOST_TEST(undo({settings(
                        outcome::changed,
                        {{"view", "day", "week", "day", "", "", model::key_fate::changed_since}}
                    )}
    ).empty());
}

BOOST_AUTO_TEST_CASE(what_wrote_nothing_is_not_taken_back) {
    for (const auto what : {outcome::unchanged, outcome::differs, outcome::skipped})
        BOOST_TEST(undo({settings(what, {{"view", "month", "week", nullptr, "", ""}})}).empty());
    attempts = {write(journal::fate::rejected, "calendar.user.settings.set")};
    const std::vector<model::key_change> one{{"view", "month", "week", nullptr, "", ""}};
    BOOST_TEST(undo({settings(outcome::failed, one)}).empty());
    attempts = {write(journal::fate::accepted, "calendar.user.settings.set")};
    BOOST_TEST(undo({settings(outcome::failed, one)}).size() == 1U);
}

BOOST_AUTO_TEST_CASE(steps_come_in_reverse) {
    auto call = step(1, model::step_kind::call, "im.notify.system.add", outcome::changed);
    const auto back =
        undo({settings(outcome::changed, {{"view", "month", "week", "week", "", ""}}), call});
    BOOST_REQUIRE(back.size() == 2U);
    BOOST_TEST(why(back[0]) == "cannot-take-back: it was called");
    BOOST_TEST(back[1].target == "calendar.user.settings");
}

BOOST_AUTO_TEST_CASE(what_was_made_stays_unless_it_is_asked_for_and_proven) {
    attempts = {write(journal::fate::accepted, "calendar.section.add", "50")};
    BOOST_TEST(why(only({calendar(outcome::changed)})).starts_with("made-and-kept"));
    made = run::made_items::remove;
    const auto gone = only({calendar(outcome::changed)});
    BOOST_TEST((gone.should_be == model::existence::absent));
    BOOST_TEST(gone.item == "50");
    BOOST_TEST(*gone.with.at(0).only_over == model::value("Meetings"));
    attempts = {write(journal::fate::unknown, "calendar.section.add")};
    BOOST_TEST(
        why(only({calendar(outcome::changed)})) ==
        "cannot-take-back: it is there, but it is not proven that this run made it"
    );
}

BOOST_AUTO_TEST_CASE(a_calendar_that_was_changed_is_put_back_by_its_id) {
    auto changed = calendar(outcome::changed);
    changed.before = model::object{{"COLOR", "#E6A469"}, {"DESCRIPTION", ""}};
    changed.after = model::object{{"COLOR", "#9cbe1c"}, {"DESCRIPTION", "new"}};
    changed.changes = {
        {"color", "#E6A469", "#9cbe1c", "#9cbe1c", "", ""},
        {"description", "", "new", "new", "", ""}
    };
    const auto back = undo({changed});
    BOOST_REQUIRE(back.size() == 2U);
    BOOST_TEST(
        why(back[0]) ==
        "cannot-take-back: description: nothing that can be sent brings back what was there before"
    );
    BOOST_TEST(back[1].item == "50");
    BOOST_TEST(std::get<model::value>(back[1].with.at(0).wanted) == model::value("#e6a469"));
}

BOOST_AUTO_TEST_CASE(what_a_rollback_deleted_does_not_come_back_nor_does_what_pointed_to_it) {
    auto deleted = calendar(outcome::changed);
    deleted.place = 1;
    deleted.before = model::object{{"NAME", "Meetings"}};
    deleted.after = model::value(nullptr);
    const auto back =
        undo({settings(outcome::changed, {{"meetSection", "50", false, false, "", ""}}), deleted});
    BOOST_REQUIRE(back.size() == 2U);
    BOOST_TEST(why(back[0]).starts_with("cannot-take-back: it was deleted"));
    BOOST_TEST(
        why(back[1]) == "cannot-take-back: meetSection: it pointed to what this run deleted"
    );
}

BOOST_AUTO_TEST_CASE(what_a_killed_run_was_writing_is_listed) {
    auto open = settings(outcome::changed, {});
    open.what.reset();
    BOOST_TEST(undo({open}).empty());
    attempts = {write(journal::fate::unknown, "calendar.user.settings.set")};
    BOOST_TEST(why(only({open})).starts_with("cannot-take-back: the run was killed"));
}

BOOST_AUTO_TEST_CASE(what_was_written_under_somebody_elses_credential_is_none_of_his) {
    job_row job;
    job.blocked = model::block_reason::wrong_identity;
    job.steps = {settings(outcome::changed, {{"view", "month", "week", "week", "", ""}})};
    run::undoing undoing(catalog::definitions::built_in());
    BOOST_TEST(!undoing.of(job, [&] { return attempts; })->has_value());
}

BOOST_AUTO_TEST_SUITE_END()
