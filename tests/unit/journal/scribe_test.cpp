#include "journal/scribe.hpp"

#include "child_process.hpp"
#include "faulty_vfs.hpp"
#include "journal/read.hpp"
#include "samples.hpp"
#include "support/jobs.hpp"
#include "temporary_directory.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace samples;
using journal::fate;
using journal::journal_error;
using journal::writing;
namespace fs = std::filesystem;

namespace {

const model::run_id the_run("run-1");

// A run whose journal is written behind it.
struct fixture {
    temporary_directory directory;
    fs::path file = directory / "journal.sqlite";

    journal::store open() const { return must(journal::store::open(file, writing::behind)); }

    // One user from begin to end, in four sayings.
    static base::result<void> tell(journal::run_journal& run, std::int64_t user) {
        const auto item = support::item(user, {support::settings_step({})});
        const auto sent = request(
            item.number.value(),
            user,
            {{"profile", model::purpose::identity},
             {"calendar.user.settings.get", model::purpose::read}}
        );
        const auto answers = reply({model::accepted{}, model::accepted{}});
        auto done = run.open_job(item, at(0));
        if (done) done = run.begin(sent, at(1));
        if (done) done = run.settle(sent, answers, at(2));
        if (done) done = run.close_job(closed(item, {result(model::outcome::unchanged)}));
        return done;
    }

    static std::vector<journal::job_row> jobs(
        const journal::store& store, const model::run_id& of = the_run
    ) {
        std::vector<journal::job_row> all;
        must(journal::reader(store).each_job(of, [&](const journal::job_row& each) {
            all.push_back(each);
            return base::result<void>();
        }));
        return all;
    }
};

std::unique_ptr<journal::run_journal> begin(journal::store& store) {
    auto run = must(store.start_run(header()));
    run->name_with(names());
    return run;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(scribe, fixture)

BOOST_AUTO_TEST_CASE(all_that_was_said_is_written_in_the_end) {
    {
        auto store = open();
        const auto run = begin(store);
        for (std::int64_t user = 1; user <= 500; ++user) must(tell(*run, user));
    }
    const auto store = open();
    const auto all = jobs(store);
    BOOST_TEST_REQUIRE(all.size() == 500U);
    for (const auto& each : all) BOOST_TEST((each.overall == model::user_outcome::unchanged));
}

// Begun and ended in one commit, or in two: the rows are the same.
BOOST_AUTO_TEST_CASE(what_ends_within_one_commit_leaves_the_same_rows) {
    const auto story = [&](bool apart) {
        file = directory / (apart ? "apart.sqlite" : "together.sqlite");
        auto store = open();
        const auto run = begin(store);
        const auto item = support::item(17, {once(support::notify_step(17))});
        const auto sent = request(0, 17, {{"im.notify.system.add"}});
        const auto pause = [&] {
            if (apart) must(run->write_out());
        };
        must(run->open_job(item, at(0)));
        pause();
        must(run->begin(sent, at(1)));
        pause();
        must(run->settle(sent, reply({model::accepted{4711, {}, {}, {}}}), at(2)));
        pause();
        must(run->close_job(closed(item, {result(model::outcome::changed)})));
        must(run->write_out());
        const auto attempts =
            must(journal::reader(store).attempts_for(the_run, model::user_id(17)));
        const auto job = jobs(store).at(0);
        BOOST_TEST_REQUIRE(attempts.size() == 1U);
        BOOST_TEST((attempts[0].sent == at(1)));
        BOOST_TEST((attempts[0].answered == at(2)));
        BOOST_TEST((attempts[0].what == fate::accepted));
        BOOST_TEST((attempts[0].created == "4711"));
        BOOST_TEST(attempts[0].method == "im.notify.system.add");
        BOOST_TEST((job.started == at(0)));
        BOOST_TEST((job.overall == model::user_outcome::changed));
        BOOST_TEST_REQUIRE(job.steps.size() == 1U);
        BOOST_TEST((job.steps[0].once_key == "im.notify.system.add/"));
        const auto known = must(store.state_of_once(
            model::portal_name("acme"), model::user_id(17), "im.notify.system.add/"
        ));
        BOOST_TEST((known == journal::once_state::done));
    };
    story(true);
    story(false);
}

// What the run was told is durable outlives the process; what it was not told may.
BOOST_AUTO_TEST_CASE(what_was_told_as_written_outlives_the_process) {
    for (const std::int64_t told : {0, 1, 7}) {
        BOOST_TEST_CONTEXT("killed after " << told << " users") {
            file = directory / std::to_string(told);
            const auto end = run_in_child([&]() -> int {
                auto store = journal::store::open(file, writing::behind);
                if (!store) return 1;
                auto run = store->start_run(header());
                if (!run) return 2;
                for (std::int64_t user = 1; user <= told; ++user) {
                    if (!tell(**run, user)) return 3;
                }
                if (!(*run)->write_out()) return 4;
                for (std::int64_t user = 101; user < 110; ++user) {
                    if (!tell(**run, user)) return 5;
                }
                return ::raise(SIGKILL);
            });
            BOOST_TEST_REQUIRE(end.signal == SIGKILL, "ended with " << end.code);
            const auto store = open();
            const auto all = jobs(store);
            BOOST_TEST(all.size() >= static_cast<std::size_t>(told));
            for (std::size_t i = 0; i < static_cast<std::size_t>(told); ++i) {
                BOOST_TEST(all[i].who.value() == static_cast<std::int64_t>(i) + 1);
                BOOST_TEST(all[i].overall.has_value());
            }
        }
    }
}

// Torn within any write to any of the files: it opens, and holds a beginning of what was said.
BOOST_AUTO_TEST_CASE(a_kill_within_a_write_leaves_a_beginning_of_the_story) {
    bool struck = true;
    int kills = 0;
    for (int write = 0; struck; ++write) {
        BOOST_TEST_CONTEXT("killed within write " << write) {
            file = directory / std::to_string(write);
            std::int64_t told = 0;
            {
                faulty_vfs disk;
                disk.fail_after(write, faulty_vfs::fault::killed);
                auto store = journal::store::open(file, writing::behind);
                auto run =
                    store ? store->start_run(header()) : std::unexpected(std::move(store.error()));
                if (run) {
                    for (std::int64_t user = 1; user <= 3 && tell(**run, user); ++user) {
                        if ((*run)->write_out()) told = user;
                    }
                }
                if (run) run->reset();
                store = std::unexpected(base::failure{});  // the thread ends before it is looked at
                struck = disk.has_struck();
            }
            kills += struck ? 1 : 0;
            const auto store = open();
            if (!must(store.find_run(the_run))) {
                BOOST_TEST(told == 0);
                continue;
            }
            const auto all = jobs(store);
            BOOST_TEST(all.size() >= static_cast<std::size_t>(told));
            for (std::size_t i = 0; i < all.size(); ++i) {
                BOOST_TEST(all[i].who.value() == static_cast<std::int64_t>(i) + 1);
            }
        }
    }
    BOOST_TEST(kills > 20);
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_told_at_the_next_touch_and_nothing_said_is_lost) {
    faulty_vfs disk;
    auto store = open();
    const auto run = begin(store);
    must(tell(*run, 1));
    must(run->write_out());
    disk.fail_after(0, faulty_vfs::fault::full);
    const auto item = support::item(2, {support::settings_step({})});
    const auto sent = request(2, 2, {{"profile"}});
    must(run->open_job(item, at(3)));
    must(run->begin(sent, at(4)));
    std::promise<base::result<void>> heard;
    run->when_durable(dispatch::haste::soon, [&](base::result<void> what) {
        heard.set_value(std::move(what));
    });
    const auto news = heard.get_future().get();
    BOOST_TEST(code_of(news) == make_error_code(journal_error::full));
    BOOST_TEST(!run->is_durable());
    // Nothing new is begun; what was answered is still taken.
    BOOST_TEST(
        code_of(run->begin(request(3, 2, {{"profile"}}), at(5))) ==
        make_error_code(journal_error::full)
    );
    BOOST_TEST(
        code_of(run->settle(sent, reply({model::accepted{}}), at(5))) ==
        make_error_code(journal_error::full)
    );
    BOOST_TEST(code_of(run->write_out()) == make_error_code(journal_error::full));
    disk.heal();
    must(run->write_out());
    BOOST_TEST(run->health().has_value());
    const auto attempts = must(journal::reader(store).attempts_for(the_run, model::user_id(2)));
    BOOST_TEST_REQUIRE(attempts.size() == 1U);
    BOOST_TEST((attempts[0].answered == at(5)));
}

// The room that was kept is for what was answered; nothing new is begun in it.
BOOST_AUTO_TEST_CASE(on_a_full_disk_what_was_said_is_written_into_the_room_that_was_kept) {
    const fs::path kept = file.string() + ".reserve";
    faulty_vfs disk;
    disk.is_filled_by(kept);
    auto store = open();
    const auto run = begin(store);
    BOOST_TEST(fs::file_size(kept) >= 1U << 20U);
    BOOST_TEST((fs::status(kept).permissions() == fs::perms{0600}));
    must(tell(*run, 1));
    must(run->write_out());
    disk.fail_after(0, faulty_vfs::fault::full);
    const auto item = support::item(2, {support::settings_step({})});
    const auto sent = request(2, 2, {{"profile"}});
    must(run->open_job(item, at(3)));
    must(run->begin(sent, at(4)));
    const auto told = run->write_out();
    BOOST_TEST(code_of(told) == make_error_code(journal_error::full));
    BOOST_TEST(!fs::exists(kept));
    BOOST_TEST(run->is_durable());
    BOOST_TEST(!run->health().has_value());
    const journal::reader reader(store);
    BOOST_TEST(must(reader.attempts_for(the_run, model::user_id(2))).size() == 1U);
    // Somebody has made room: it is kept again, and all is well.
    disk.heal();
    BOOST_TEST(!run->settle(sent, reply({model::accepted{}}), at(5)).has_value());
    must(run->write_out());
    BOOST_TEST(fs::exists(kept));
    BOOST_TEST(run->health().has_value());
    const auto attempts = must(reader.attempts_for(the_run, model::user_id(2)));
    BOOST_TEST((attempts.at(0).answered == at(5)));
}

BOOST_AUTO_TEST_CASE(what_contradicts_the_journal_is_told_and_costs_nobody_else) {
    auto store = open();
    const auto run = begin(store);
    must(tell(*run, 1));
    must(run->write_out());
    const auto again = support::item(1, {support::settings_step({})});
    must(run->open_job(again, at(9)));
    [[maybe_unused]] const auto neighbour = tell(*run, 2);
    const auto end = run->write_out();
    BOOST_TEST(code_of(end) == make_error_code(journal_error::conflict));
    const auto where = "writing the journal " + file.string() + ": opening job 1";
    BOOST_TEST(end.error().doing.starts_with(where));
    BOOST_TEST(jobs(store).size() == 2U);
    BOOST_TEST(!run->health().has_value());
}

// They go in by sixteens; one of a sixteen that is there already leaves the other fifteen.
BOOST_AUTO_TEST_CASE(a_contradiction_among_many_costs_nobody_else) {
    auto store = open();
    const auto run = begin(store);
    must(tell(*run, 20));
    must(run->write_out());
    for (std::int64_t user = 1; user <= 70; ++user) {
        [[maybe_unused]] const auto told = tell(*run, user);
    }
    BOOST_TEST(code_of(run->write_out()) == make_error_code(journal_error::conflict));
    const auto all = jobs(store);
    BOOST_TEST_REQUIRE(all.size() == 70U);
    for (const auto& each : all) BOOST_TEST((each.overall == model::user_outcome::unchanged));
    const journal::reader reader(store);
    for (const std::int64_t user : {1, 16, 17, 20, 32, 64, 65, 70})
        BOOST_TEST(must(reader.attempts_for(the_run, model::user_id(user))).size() == 2U);
}

// Each in an order of its own, and with an end of its own.
BOOST_AUTO_TEST_CASE(several_threads_say_what_happens_to_them) {
    constexpr std::size_t threads = 4;
    constexpr std::int64_t users = 300;
    const auto id = [](std::size_t number) { return "run-" + std::to_string(number); };
    auto first = open();
    {
        std::vector<journal::store> stores;
        for (std::size_t each = 0; each < threads; ++each) stores.push_back(must(first.another()));
        std::vector<std::thread> all;
        std::atomic<std::size_t> failed = 0;
        for (std::size_t each = 0; each < threads; ++each) {
            all.emplace_back([&, each] {
                const auto run = stores[each].start_run(header(id(each)));
                if (!run) {
                    ++failed;
                    return;
                }
                (*run)->name_with(names());
                for (std::int64_t user = 1; user <= users; ++user)
                    if (!tell(**run, user)) ++failed;
                if (!(*run)->write_out() || !(*run)->is_durable()) ++failed;
            });
        }
        for (auto& each : all) each.join();
        BOOST_TEST(failed == 0U);
    }
    for (std::size_t each = 0; each < threads; ++each)
        BOOST_TEST(jobs(first, model::run_id(id(each))).size() == static_cast<std::size_t>(users));
}

// The disk is everybody's: each is told, and nothing that anybody said is lost.
BOOST_AUTO_TEST_CASE(a_disk_that_fails_one_thread_fails_the_others) {
    faulty_vfs disk;
    auto store = open();
    auto other = must(store.another());
    const auto run = begin(store);
    const auto neighbour = must(other.start_run(header("run-2")));
    neighbour->name_with(names());
    must(run->write_out());
    disk.fail_after(0, faulty_vfs::fault::full);
    must(tell(*run, 1));
    BOOST_TEST(code_of(run->write_out()) == make_error_code(journal_error::full));
    BOOST_TEST(code_of(neighbour->health()) == make_error_code(journal_error::full));
    [[maybe_unused]] const auto told =
        neighbour->open_job(support::item(2, {support::settings_step({})}), at(1));
    BOOST_TEST(code_of(neighbour->write_out()) == make_error_code(journal_error::full));
    BOOST_TEST(!neighbour->is_durable());
    disk.heal();
    must(neighbour->write_out());
    BOOST_TEST(run->is_durable());
    BOOST_TEST(run->health().has_value());
    BOOST_TEST(jobs(store).size() == 1U);
    BOOST_TEST(jobs(store, model::run_id("run-2")).size() == 1U);
}

// A user who is right already costs one request, and less than a kilobyte for good.
BOOST_AUTO_TEST_CASE(an_unchanged_user_takes_less_than_a_kilobyte) {
    constexpr std::int64_t users = 2000;
    const auto size_with = [&](std::int64_t count) {
        file = directory / std::to_string(count);
        {
            auto store = open();
            const auto run = begin(store);
            for (std::int64_t user = 1; user <= count; ++user) {
                must(run->remember_identity(
                    model::credential_of(model::user_id(user)), model::user_id(user), at(0)
                ));
                must(tell(*run, user));
            }
            must(run->finish(summary(header())));
        }
        BOOST_TEST(!fs::exists(file.string() + "-wal"));  // all of it is in the one file
        return fs::file_size(file);
    };
    const auto each = (size_with(users) - size_with(0)) / users;
    BOOST_TEST_MESSAGE(each << " bytes for one user");
    BOOST_TEST(each > 100U);
    BOOST_TEST(each < 1000U);
}

BOOST_AUTO_TEST_SUITE_END()
