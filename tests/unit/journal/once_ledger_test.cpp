#include "journal/once_ledger.hpp"

#include "samples.hpp"
#include "support/jobs.hpp"
#include "temporary_directory.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>

using namespace samples;
using journal::once_state;

// Boost.Test prints what it compares.
namespace journal {
std::ostream& operator<<(std::ostream& out, once_state what) {
    return out << stored_name(what);
}
}  // namespace journal

namespace {

constexpr auto notify_key = "im.notify.system.add/";
constexpr auto settings_key = "calendar.user.settings/";

const auto notified = model::accepted{1, {}, {}, {}};

// What a run writes and a later one is told.
struct fixture {
    temporary_directory directory;
    journal::store store = must(journal::store::open(directory / "journal.sqlite"));
    std::unique_ptr<journal::run_journal> run = started("run-1");
    model::work_item item = support::item(17, {once(support::notify_step(17))});

    std::unique_ptr<journal::run_journal> started(std::string id) {
        auto made = must(store.start_run(header(std::move(id))));
        made->name_with(names());
        return made;
    }
    void send(std::uint64_t number = 0) {
        must(run->begin(request(number, 17, {{"im.notify.system.add"}}), at(1)));
    }
    void answer(model::answer with, std::uint64_t number = 0) {
        must(run->settle(
            request(number, 17, {{"im.notify.system.add"}}), reply({std::move(with)}), at(2)
        ));
    }
    void close(model::outcome what) { must(run->close_job(closed(item, {result(what)}))); }

    once_state state(std::string_view key = notify_key) {
        const auto who = model::user_id(17);
        const auto known = must(store.state_of_once(model::portal_name("acme"), who, key));
        BOOST_TEST(
            must(store.is_done_once(model::portal_name("acme"), who, key)) ==
            (known == once_state::done)
        );
        return known;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(once_ledger, fixture)

BOOST_AUTO_TEST_CASE(a_step_that_was_never_sent_was_never_done) {
    BOOST_TEST(state() == once_state::never);
    must(run->open_job(item, at(0)));
    BOOST_TEST(state() == once_state::never);
}

BOOST_AUTO_TEST_CASE(a_process_killed_before_the_answer_leaves_a_perhaps) {
    must(run->open_job(item, at(0)));
    send();
    BOOST_TEST(state() == once_state::perhaps);
}

BOOST_AUTO_TEST_CASE(a_process_killed_after_the_answer_leaves_a_done) {
    must(run->open_job(item, at(0)));
    send();
    answer(notified);
    BOOST_TEST(state() == once_state::done);
}

BOOST_AUTO_TEST_CASE(the_outcome_of_the_step_decides) {
    struct row {
        model::outcome outcome;
        model::answer answer;
        once_state expected;
    };
    const model::answer no = model::rejected{"ERROR_CORE", "no", {}, {}, 400};
    const row rows[] = {
        {model::outcome::changed, notified, once_state::done},
        {model::outcome::unchanged, notified, once_state::done},
        {model::outcome::failed, no, once_state::never},
        {model::outcome::skipped, model::not_sent{}, once_state::never},
        {model::outcome::unknown, model::unknown{"cut"}, once_state::perhaps},
    };
    int number = 0;
    for (const auto& row : rows) {
        BOOST_TEST_CONTEXT(model::to_string(row.outcome)) {
            run = started("of row " + std::to_string(++number));
            item.what.steps[0].id = std::to_string(number);
            must(run->open_job(item, at(0)));
            send();
            answer(row.answer);
            close(row.outcome);
            BOOST_TEST(state(notify_key + std::to_string(number)) == row.expected);
        }
    }
}

// It may have been accepted and still not be right: only the read-back tells.
BOOST_AUTO_TEST_CASE(a_step_with_a_desired_state_is_done_when_it_has_its_outcome) {
    item = support::item(17, {once(support::settings_step({}))});
    must(run->open_job(item, at(0)));
    send();
    answer(model::accepted{true, {}, {}, {}});
    BOOST_TEST(state(settings_key) == once_state::perhaps);
    close(model::outcome::changed);
    BOOST_TEST(state(settings_key) == once_state::done);
}

BOOST_AUTO_TEST_CASE(reading_for_a_step_does_nothing_of_it) {
    must(run->open_job(item, at(0)));
    const auto reading = request(0, 17, {{"im.notify.get", model::purpose::read}});
    must(run->begin(reading, at(1)));
    must(run->settle(reading, reply({notified}), at(2)));
    BOOST_TEST(state() == once_state::never);
}

BOOST_AUTO_TEST_CASE(of_several_steps_the_one_that_is_sent_counts) {
    auto second = once(support::notify_step(17));
    second.id = "second";
    item = support::item(17, {once(support::notify_step(17)), second});
    must(run->open_job(item, at(0)));
    const auto sent = request(0, 17, {{"im.notify.system.add", model::purpose::write, 1}});
    must(run->begin(sent, at(1)));
    BOOST_TEST(state(notify_key) == once_state::never);
    BOOST_TEST(state("im.notify.system.add/second") == once_state::perhaps);
    must(run->settle(sent, reply({notified}), at(2)));
    BOOST_TEST(state(notify_key) == once_state::never);
    BOOST_TEST(state("im.notify.system.add/second") == once_state::done);
}

BOOST_AUTO_TEST_CASE(a_step_of_every_run_is_in_no_book) {
    item = support::item(17, {support::notify_step(17)});
    must(run->open_job(item, at(0)));
    send();
    answer(notified);
    close(model::outcome::changed);
    BOOST_TEST(state() == once_state::never);
}

BOOST_AUTO_TEST_CASE(a_later_run_forgets_nothing_that_it_did_not_do) {
    must(run->open_job(item, at(0)));
    close(model::outcome::changed);
    run = started("run-2");
    must(run->open_job(item, at(0)));
    close(model::outcome::skipped);
    BOOST_TEST(state() == once_state::done);
}

BOOST_AUTO_TEST_CASE(an_earlier_doubt_outlives_a_later_failure) {
    must(run->open_job(item, at(0)));
    send();
    run = started("run-2");
    must(run->open_job(item, at(0)));
    send();
    answer(model::rejected{"ERROR_CORE", "no", {}, {}, 400});
    close(model::outcome::failed);
    BOOST_TEST(state() == once_state::perhaps);
}

BOOST_AUTO_TEST_CASE(it_is_done_for_this_user_this_portal_and_this_step_only) {
    must(run->open_job(item, at(0)));
    close(model::outcome::changed);
    const model::portal_name acme("acme");
    BOOST_TEST(must(store.is_done_once(acme, model::user_id(17), notify_key)));
    BOOST_TEST(!must(store.is_done_once(acme, model::user_id(18), notify_key)));
    BOOST_TEST(!must(store.is_done_once(acme, model::user_id(17), settings_key)));
    BOOST_TEST(!must(store.is_done_once(model::portal_name("other"), model::user_id(17), notify_key)
    ));
}

BOOST_AUTO_TEST_SUITE_END()
