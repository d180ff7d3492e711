#include "journal/store.hpp"
#include "samples.hpp"
#include "support/jobs.hpp"
#include "temporary_directory.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <memory>
#include <string>

using namespace samples;
using journal::once_state;

namespace {

constexpr auto key = "im.notify.system.add/";

struct fixture {
    temporary_directory directory;
    journal::store store = must(journal::store::open(directory / "journal.sqlite"));
    model::portal_name portal{"acme"};
    std::unique_ptr<journal::run_journal> run;

    // The run sends a once-per-user message and is killed before its answer.
    void sent_by(const std::string& id, std::int64_t who = 17) {
        run = must(store.start_run(header(id)));
        run->name_with(names());
        must(run->open_job(support::item(who, {once(support::notify_step(who))}), at(0)));
        must(run->begin(request(0, who, {{"im.notify.system.add"}}), at(1)));
    }
    void answered(std::int64_t who = 17) {
        const auto what = request(0, who, {{"im.notify.system.add"}});
        must(run->settle(what, reply({model::accepted{true, {}, {}, {}}}), at(2)));
    }
    once_state state(std::int64_t who = 17) {
        return must(store.state_of_once(portal, model::user_id(who), key));
    }
    void withdraw(const std::string& of, std::int64_t who = 17) {
        must(store.withdraw_doubt(portal, model::user_id(who), key, model::run_id(of)));
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(withdraw_doubt, fixture)

BOOST_AUTO_TEST_CASE(what_was_in_doubt_is_due_again) {
    sent_by("one");
    BOOST_TEST((state() == once_state::perhaps));
    withdraw("one");
    BOOST_TEST((state() == once_state::never));
}

BOOST_AUTO_TEST_CASE(another_runs_doubt_stays) {
    sent_by("one");
    withdraw("two");
    BOOST_TEST((state() == once_state::perhaps));
}

BOOST_AUTO_TEST_CASE(what_is_certain_stays_certain) {
    sent_by("one");
    answered();
    BOOST_TEST((state() == once_state::done));
    withdraw("one");
    BOOST_TEST((state() == once_state::done));
}

BOOST_AUTO_TEST_CASE(where_there_is_no_doubt_nothing_happens) {
    withdraw("one");
    BOOST_TEST((state() == once_state::never));
}

BOOST_AUTO_TEST_CASE(only_the_one_users_doubt_goes) {
    sent_by("one", 17);
    sent_by("two", 18);
    withdraw("one", 17);
    BOOST_TEST((state(17) == once_state::never));
    BOOST_TEST((state(18) == once_state::perhaps));
}

BOOST_AUTO_TEST_SUITE_END()
