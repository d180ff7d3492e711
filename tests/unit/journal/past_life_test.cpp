#include "journal/past_life.hpp"

#include "journal/read.hpp"
#include "samples.hpp"
#include "support/jobs.hpp"
#include "temporary_directory.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace samples;
using journal::fate;
using model::outcome;
using model::user_outcome;

namespace {

model::answer yes(model::value result = true) {
    return model::accepted{std::move(result), {}, {}, {}};
}

model::answer no(model::effect took) {
    return model::rejected{"ACCESS_DENIED", "no", model::reaction::fail, took, 403};
}

struct fixture {
    temporary_directory directory;
    journal::store store = must(journal::store::open(directory / "journal.sqlite"));
    std::map<std::string, std::unique_ptr<journal::run_journal>> runs;
    std::uint64_t requests = 0;

    journal::run_journal& run(const std::string& id) {
        auto& made = runs[id];
        if (!made) made = must(store.start_run(header(id)));
        return *made;
    }
    // User `who`, with settings to be written and a message to be sent.
    model::work_item opened(const std::string& in, std::int64_t who) {
        auto item = support::item(who, {support::settings_step({}), support::notify_step(who)});
        must(run(in).open_job(item, at(0)));
        return item;
    }
    // A write that is sent, and answered unless the process dies.
    void wrote(
        const std::string& in, std::int64_t who, std::size_t step, std::vector<model::answer> said
    ) {
        const auto what = request(requests++, who, {{"method", model::purpose::write, step}});
        must(run(in).begin(what, at(1)));
        if (!said.empty()) must(run(in).settle(what, reply(std::move(said)), at(2)));
    }
    void ended(const std::string& in, const model::work_item& item, outcome first, outcome second) {
        must(run(in).close_job(closed(item, {result(first), result(second)})));
    }
    // As whoever is not brought to an end because the run ends.
    void cut(const std::string& in, const model::work_item& item) {
        auto left = result(outcome::skipped);
        left.code = journal::cut_short;
        must(run(in).close_job(closed(item, {result(outcome::changed), left})));
    }
    journal::past_life left(const std::vector<std::string>& line) {
        return must(journal::reader(store).left_by(ids(line)));
    }
    journal::past_life ill_ended(const std::vector<std::string>& line) {
        return must(journal::reader(store).ill_ended_in(ids(line)));
    }
    static std::vector<model::run_id> ids(const std::vector<std::string>& line) {
        std::vector<model::run_id> made;
        for (const auto& each : line) made.emplace_back(each);
        return made;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(past_life, fixture)

BOOST_AUTO_TEST_CASE(a_run_that_did_nothing_leaves_nothing) {
    run("one");
    const auto past = left({"one"});
    BOOST_TEST(past.settled.empty());
    BOOST_TEST(past.written.empty());
    BOOST_TEST(!past.outcome_of(model::user_id(17)).has_value());
}

BOOST_AUTO_TEST_CASE(a_run_that_is_not_known_is_an_error) {
    const auto past = journal::reader(store).left_by(ids({"none"}));
    BOOST_TEST((code_of(past) == journal::journal_error::no_such_run));
}

BOOST_AUTO_TEST_CASE(whoever_was_brought_to_his_end_has_his_outcome_and_no_writes) {
    const auto one = opened("one", 18);
    const auto other = opened("one", 17);
    wrote("one", 18, 0, {yes()});
    ended("one", one, outcome::changed, outcome::unchanged);
    ended("one", other, outcome::failed, outcome::skipped);
    const auto past = left({"one"});
    BOOST_TEST(past.settled.size() == 2U);
    BOOST_TEST((past.outcome_of(model::user_id(18)) == user_outcome::changed));
    BOOST_TEST((past.outcome_of(model::user_id(17)) == user_outcome::failed));
    BOOST_TEST(past.written.empty());
}

BOOST_AUTO_TEST_CASE(of_whom_a_kill_left_open_the_writes_are_told_with_their_fates) {
    opened("one", 17);
    wrote("one", 17, 0, {yes()});
    wrote("one", 17, 1, {});
    const auto past = left({"one"});
    BOOST_TEST(past.settled.empty());
    const auto& all = past.written.at(17);
    BOOST_TEST_REQUIRE(all.size() == 2U);
    BOOST_TEST(all[0].place == 0U);
    BOOST_TEST((all[0].kind == model::step_kind::settings));
    BOOST_TEST(all[0].target == "calendar.user.settings");
    BOOST_TEST((all[0].what == fate::accepted));
    BOOST_TEST(all[0].run.value() == "one");
    BOOST_TEST(all[1].target == "im.notify.system.add");
    BOOST_TEST((all[1].what == fate::unknown));
}

BOOST_AUTO_TEST_CASE(what_an_accepted_write_made_is_remembered) {
    opened("one", 17);
    wrote("one", 17, 1, {yes(4711)});
    BOOST_TEST((left({"one"}).written.at(17).at(0).created == "4711"));
}

// Not in the order of their sending, but in that of what they say.
BOOST_AUTO_TEST_CASE(of_several_attempts_the_best_counts) {
    opened("one", 17);
    wrote("one", 17, 1, {no(model::effect::possible)});
    wrote("one", 17, 1, {yes()});
    wrote("one", 17, 1, {no(model::effect::none)});
    opened("one", 18);
    wrote("one", 18, 1, {model::unknown{"cut"}});
    wrote("one", 18, 1, {no(model::effect::none)});
    opened("one", 19);
    wrote("one", 19, 1, {no(model::effect::none)});
    const auto past = left({"one"});
    BOOST_TEST_REQUIRE(past.written.at(17).size() == 1U);
    BOOST_TEST((past.written.at(17)[0].what == fate::accepted));
    BOOST_TEST((past.written.at(18).at(0).what == fate::unknown));
    BOOST_TEST((past.written.at(19).at(0).what == fate::rejected));
}

BOOST_AUTO_TEST_CASE(reads_are_no_writes) {
    opened("one", 17);
    const auto what = request(0, 17, {{"profile", model::purpose::identity, 0}});
    must(run("one").begin(what, at(1)));
    BOOST_TEST(left({"one"}).written.empty());
}

BOOST_AUTO_TEST_CASE(whoever_was_cut_short_is_not_settled_and_his_writes_are_told) {
    const auto item = opened("one", 17);
    wrote("one", 17, 0, {yes()});
    cut("one", item);
    const auto past = left({"one"});
    BOOST_TEST(past.settled.empty());
    BOOST_TEST(past.written.at(17).size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_line_is_told_together_and_each_write_with_its_run) {
    opened("one", 17);
    wrote("one", 17, 1, {});
    opened("two", 17);
    wrote("two", 17, 1, {yes()});
    const auto item = opened("two", 18);
    ended("two", item, outcome::unchanged, outcome::unchanged);
    const auto past = left({"one", "two"});
    BOOST_TEST((past.outcome_of(model::user_id(18)) == user_outcome::unchanged));
    const auto& all = past.written.at(17);
    BOOST_TEST_REQUIRE(all.size() == 2U);
    BOOST_TEST(all[0].run.value() == "one");
    BOOST_TEST((all[0].what == fate::unknown));
    BOOST_TEST(all[1].run.value() == "two");
    BOOST_TEST((all[1].what == fate::accepted));
}

BOOST_AUTO_TEST_CASE(to_retry_only_the_writes_of_those_count_who_ended_ill) {
    const auto good = opened("one", 17);
    wrote("one", 17, 0, {yes()});
    ended("one", good, outcome::changed, outcome::unchanged);
    const auto bad = opened("one", 18);
    wrote("one", 18, 0, {yes()});
    wrote("one", 18, 1, {model::unknown{"cut"}});
    ended("one", bad, outcome::changed, outcome::unknown);
    opened("one", 19);
    wrote("one", 19, 0, {yes()});
    const auto past = ill_ended({"one"});
    BOOST_TEST((past.outcome_of(model::user_id(17)) == user_outcome::changed));
    BOOST_TEST((past.outcome_of(model::user_id(18)) == user_outcome::unknown));
    BOOST_TEST(past.written.size() == 1U);
    BOOST_TEST(past.written.at(18).size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
