#include "run/continued_jobs.hpp"

#include "run/once_key.hpp"
#include "support/jobs.hpp"
#include "unit/report/temporary_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using journal::fate;
using journal::written_step;
using model::earlier;
using model::kinship;
using model::user_outcome;

namespace {

class ready_jobs final : public run::job_supply {
public:
    explicit ready_jobs(std::vector<model::work_item> items) : items_(std::move(items)) {}
    base::result<std::optional<model::work_item>> next() override {
        if (next_ == items_.size()) return std::optional<model::work_item>();
        return items_[next_++];
    }
    [[nodiscard]] std::uint64_t unmatched() const override { return 3; }

private:
    std::vector<model::work_item> items_;
    std::size_t next_ = 0;
};

model::step once(model::step which) {
    which.repeat = model::repetition::once_per_user;
    return which;
}

written_step written(
    std::size_t place, const model::step& which, fate what, std::string run = "one"
) {
    return {place, which.kind, which.target, which.id, what, {}, model::run_id(std::move(run))};
}

struct fixture {
    temporary_dir folder;
    journal::store store = *journal::store::open(folder.path() / "journal.sqlite");
    model::portal_name portal{"acme"};
    journal::past_life before;
    std::vector<model::work_item> jobs;

    const model::step settings = support::settings_step({support::set("view", "week")});
    const model::step section = support::section_step("Meetings");
    const model::step notify = support::notify_step(17);

    run::continued_jobs supply(kinship how) {
        return {
            std::make_unique<ready_jobs>(jobs),
            catalog::definitions::built_in(),
            {how, before, store, portal}
        };
    }
    // Who is taken up.
    std::vector<std::int64_t> users(kinship how) {
        auto from = supply(how);
        std::vector<std::int64_t> all;
        while (auto item = *from.next()) all.push_back(item->what.who.id.value());
        return all;
    }
    // What is known of the steps of user 17.
    std::vector<model::past> recalled(kinship how, std::vector<model::step> steps) {
        jobs = {support::item(17, std::move(steps))};
        return recalled(how);
    }
    std::vector<model::past> recalled(kinship how) {
        auto from = supply(how);
        auto item = from.next();
        BOOST_TEST_REQUIRE((item.has_value() && item->has_value()));
        return (*item)->done_before;
    }
    // A run sent the once-per-user message, and was killed.
    void leave_doubt(const std::string& run) {
        model::run_header header;
        header.id = model::run_id(run);
        header.portal = portal;
        auto made = store.start_run(header);
        BOOST_TEST_REQUIRE(made.has_value());
        (*made)->name_with({{}, run::once_key});
        model::command sent;
        sent.method = notify.target;
        sent.job = model::job_number(17);
        model::request what;
        what.commands = {sent};
        BOOST_TEST((*made)->open_job(support::item(17, {once(notify)}), {}).has_value());
        BOOST_TEST((*made)->begin(what, {}).has_value());
    }
    journal::once_state doubt() {
        return *store.state_of_once(portal, model::user_id(17), run::once_key(once(notify)));
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(continued_jobs, fixture)

BOOST_AUTO_TEST_CASE(who_is_taken_up_depends_on_how_he_ended) {
    struct row {
        std::optional<user_outcome> before;
        bool to_continue;
        bool to_retry;
    };
    const row rows[] = {
        {std::nullopt, true, false},
        {user_outcome::unchanged, false, false},
        {user_outcome::changed, false, false},
        {user_outcome::differs, false, false},
        {user_outcome::failed, false, true},
        {user_outcome::skipped, false, false},
        {user_outcome::unknown, false, true},
        {user_outcome::blocked, false, true},
        {user_outcome::excepted, false, false},
    };
    for (const auto& each : rows) {
        BOOST_TEST_CONTEXT((each.before ? to_string(*each.before) : "no outcome")) {
            BOOST_TEST(run::is_taken_up(kinship::continues, each.before) == each.to_continue);
            BOOST_TEST(run::is_taken_up(kinship::retries, each.before) == each.to_retry);
        }
    }
}

BOOST_AUTO_TEST_CASE(only_those_who_are_left_come_and_the_others_are_carried_on) {
    for (const std::int64_t who : {17, 18, 19, 20}) jobs.push_back(support::item(who, {settings}));
    before.settled = {{17, user_outcome::changed}, {19, user_outcome::failed}};
    BOOST_TEST(users(kinship::continues) == (std::vector<std::int64_t>{18, 20}));
    BOOST_TEST(users(kinship::retries) == (std::vector<std::int64_t>{19}));
    const std::map<user_outcome, std::uint64_t> both{
        {user_outcome::changed, 1}, {user_outcome::failed, 1}
    };
    BOOST_TEST((supply(kinship::continues).carried() == both));
    BOOST_TEST(supply(kinship::retries).carried().empty());
    BOOST_TEST(supply(kinship::continues).unmatched() == 3U);
}

BOOST_AUTO_TEST_CASE(of_whom_nothing_was_written_everything_is_due) {
    for (const auto& each : recalled(kinship::continues, {settings, notify}))
        BOOST_TEST((each.what == earlier::never));
}

BOOST_AUTO_TEST_CASE(what_has_a_state_is_settled_by_a_read_if_it_may_have_been_written) {
    for (const auto what : {fate::accepted, fate::unknown, fate::in_doubt}) {
        before.written = {{17, {written(0, settings, what)}}};
        const auto past = recalled(kinship::continues, {settings});
        BOOST_TEST((past.at(0).what == earlier::written));
        BOOST_TEST(past.at(0).run.value() == "one");
    }
    for (const auto what : {fate::rejected, fate::not_sent}) {
        before.written = {{17, {written(0, settings, what)}}};
        BOOST_TEST((recalled(kinship::continues, {settings}).at(0).what == earlier::never));
    }
}

// Its end was told: what is read now is no longer that run's doing.
BOOST_AUTO_TEST_CASE(to_retry_what_has_a_state_nothing_is_remembered_of_it) {
    before.settled = {{17, user_outcome::failed}};
    before.written = {{17, {written(0, settings, fate::accepted)}}};
    BOOST_TEST((recalled(kinship::retries, {settings}).at(0).what == earlier::never));
}

BOOST_AUTO_TEST_CASE(a_call_that_was_made_is_not_made_again) {
    auto made = written(0, notify, fate::accepted);
    made.created = "4711";
    before.written = {{17, {made}}};
    const auto past = recalled(kinship::continues, {notify}).at(0);
    BOOST_TEST((past.what == earlier::accepted));
    BOOST_TEST(past.remote_id == "4711");
    BOOST_TEST(past.run.value() == "one");
    before.settled = {{17, user_outcome::failed}};
    BOOST_TEST((recalled(kinship::retries).at(0).what == earlier::done));
}

BOOST_AUTO_TEST_CASE(a_call_that_may_have_been_made_is_not_made_again_and_told_as_that) {
    for (const auto what : {fate::unknown, fate::in_doubt}) {
        before.written = {{17, {written(0, notify, what)}}};
        BOOST_TEST((recalled(kinship::continues, {notify}).at(0).what == earlier::perhaps));
    }
}

BOOST_AUTO_TEST_CASE(a_call_that_may_be_repeated_is_repeated) {
    auto status = notify;
    status.target = "im.user.status.set";
    before.written = {{17, {written(0, status, fate::unknown)}}};
    BOOST_TEST((recalled(kinship::continues, {status}).at(0).what == earlier::never));
}

BOOST_AUTO_TEST_CASE(made_by_one_run_and_in_doubt_of_another_is_made) {
    before.written = {
        {17, {written(0, notify, fate::unknown), written(0, notify, fate::accepted, "two")}}
    };
    const auto past = recalled(kinship::continues, {notify}).at(0);
    BOOST_TEST((past.what == earlier::accepted));
    BOOST_TEST(past.run.value() == "two");
}

// The policies have changed in between: a step is known again by what it is.
BOOST_AUTO_TEST_CASE(a_step_that_stands_elsewhere_now_is_found_again) {
    before.written = {{17, {written(0, notify, fate::accepted)}}};
    const auto past = recalled(kinship::continues, {section, settings, notify});
    BOOST_TEST((past.at(0).what == earlier::never));
    BOOST_TEST((past.at(1).what == earlier::never));
    BOOST_TEST((past.at(2).what == earlier::accepted));
}

BOOST_AUTO_TEST_CASE(two_steps_alike_are_not_both_taken_for_the_one_that_was_written) {
    before.written = {{17, {written(0, notify, fate::accepted)}}};
    const auto past = recalled(kinship::continues, {settings, notify, notify});
    BOOST_TEST((past.at(1).what == earlier::accepted));
    BOOST_TEST((past.at(2).what == earlier::never));
}

BOOST_AUTO_TEST_CASE(what_is_not_there_any_more_is_of_no_concern) {
    before.written = {{17, {written(1, notify, fate::accepted)}}};
    BOOST_TEST((recalled(kinship::continues, {settings}).at(0).what == earlier::never));
}

// Killed between the refusal of a once-per-user call and the end of its job: the journal says
// "perhaps", and the attempts say more.
BOOST_AUTO_TEST_CASE(a_doubt_that_the_attempts_clear_up_is_withdrawn) {
    leave_doubt("one");
    BOOST_TEST((doubt() == journal::once_state::perhaps));
    auto item = support::item(17, {once(notify)});
    item.done_before = {{earlier::perhaps, {}, {}}};
    jobs = {item};
    before.written = {{17, {written(0, notify, fate::rejected)}}};
    BOOST_TEST((recalled(kinship::continues).at(0).what == earlier::never));
    BOOST_TEST((doubt() == journal::once_state::never));
}

BOOST_AUTO_TEST_CASE(another_runs_doubt_is_not_withdrawn) {
    leave_doubt("another");
    auto item = support::item(17, {once(notify)});
    item.done_before = {{earlier::perhaps, {}, {}}};
    jobs = {item};
    before.written = {{17, {written(0, notify, fate::rejected)}}};
    recalled(kinship::continues);
    BOOST_TEST((doubt() == journal::once_state::perhaps));
}

BOOST_AUTO_TEST_SUITE_END()
