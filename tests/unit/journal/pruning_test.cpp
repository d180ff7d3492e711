#include "journal/pruning.hpp"

#include "journal/connection.hpp"
#include "journal/read.hpp"
#include "samples.hpp"
#include "support/jobs.hpp"
#include "temporary_directory.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

using namespace samples;
using journal::journal_error;

namespace {

const model::portal_name acme("acme");

struct fixture {
    temporary_directory directory;
    std::filesystem::path file = directory / "journal.sqlite";
    journal::store store = must(journal::store::open(file));
    journal::pruning prune{store};

    // More than go at once.
    static constexpr std::int64_t many = 1100;

    void write(const std::string& id, std::int64_t users) {
        const auto run = begin(id);
        for (std::int64_t user = 1; user <= users; ++user) tell(*run, user);
        must(run->finish(summary(header(id))));
    }

    std::unique_ptr<journal::run_journal> begin(const std::string& id) {
        auto run = must(store.start_run(header(id)));
        run->name_with(names());
        return run;
    }

    static void tell(journal::run_journal& run, std::int64_t user) {
        const auto item = support::item(user, {once(support::notify_step(user))});
        const auto sent = request(item.number.value(), user, {{"im.notify.system.add"}});
        auto changed = result(model::outcome::changed);
        changed.before = model::object{{"view", "month"}};
        must(run.open_job(item, at(0)));
        must(run.begin(sent, at(1)));
        must(run.settle(sent, reply({model::accepted{}}), at(2)));
        must(run.remember_identity(
            model::credential_of(model::user_id(user)), model::user_id(user), at(2)
        ));
        must(run.close_job(closed(item, {changed})));
    }

    std::int64_t count(const std::string& table) {
        auto look = must(journal::connection::open(file));
        return must(look.number("SELECT count(*) FROM " + table));
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(pruning, fixture)

BOOST_AUTO_TEST_CASE(a_run_goes_with_everything_that_is_its_own_and_the_others_stay) {
    write("old", many);
    write("new", 3);
    BOOST_TEST(must(prune.delete_run(model::run_id("old"))) == static_cast<std::uint64_t>(many));
    for (const auto* table : {"job", "step", "request", "attempt", "evidence"})
        BOOST_TEST(count(table) == 3, table);
    BOOST_TEST(!must(store.find_run(model::run_id("old"))).has_value());
    const auto job =
        must(journal::reader(store).job_of(model::run_id("new"), model::user_id(2))).value();
    BOOST_TEST(job.steps.at(0).before->at("view").as_string() == "month");
}

BOOST_AUTO_TEST_CASE(what_outlives_runs_stays) {
    write("old", 2);
    must(prune.delete_run(model::run_id("old")));
    const model::user_id first(1);
    BOOST_TEST(must(store.is_proven(acme, first, "print of user 1")));
    BOOST_TEST(must(store.is_done_once(acme, first, "im.notify.system.add/")));
}

BOOST_AUTO_TEST_CASE(a_run_that_is_not_there_is_told) {
    const auto gone = prune.delete_run(model::run_id("old"));
    BOOST_TEST(code_of(gone) == make_error_code(journal_error::no_such_run));
    BOOST_TEST(gone.error().doing.starts_with("deleting run old"));
}

// As a process that was killed in between leaves it.
BOOST_AUTO_TEST_CASE(what_is_left_of_a_half_deleted_run_can_be_deleted_again) {
    write("old", 4);
    auto half = must(journal::connection::open(file));
    must(half.execute("DELETE FROM job WHERE number < 3"));
    BOOST_TEST(must(prune.delete_run(model::run_id("old"))) == 2U);
    BOOST_TEST(count("job") + count("request") + count("run") == 0);
}

BOOST_AUTO_TEST_CASE(the_room_goes_back_to_the_disk) {
    write("old", many);
    write("new", 3);
    must(prune.delete_run(model::run_id("old")));
    const auto sizes = must(prune.give_back());
    BOOST_TEST(sizes.after * 4 < sizes.before);
    BOOST_TEST(sizes.after >= std::filesystem::file_size(file));
    BOOST_TEST(count("job") == 3);
}

BOOST_AUTO_TEST_CASE(the_room_is_kept_while_a_run_is_under_way) {
    write("old", 3);
    auto run = begin("now");
    must(prune.delete_run(model::run_id("old")));
    const auto kept = prune.give_back();
    BOOST_TEST(code_of(kept) == make_error_code(journal_error::busy));
    tell(*run, 1);
    run.reset();
    must(prune.give_back());
    BOOST_TEST(count("job") == 1);
}

BOOST_AUTO_TEST_SUITE_END()
