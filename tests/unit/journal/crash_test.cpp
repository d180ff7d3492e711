#include "child_process.hpp"
#include "faulty_vfs.hpp"
#include "journal/read.hpp"
#include "samples.hpp"
#include "support/jobs.hpp"
#include "temporary_directory.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unistd.h>
#include <vector>

using namespace samples;
using journal::fate;
using journal::once_state;
namespace fs = std::filesystem;

namespace {

// Everything that is said about one user, call by call.
class story {
public:
    explicit story(journal::store& store) : store_(store) {}

    static constexpr int calls = 6;

    base::result<void> tell(int which) {
        switch (which) {
            case 0:
                return begin_run();
            case 1:
                return run_->open_job(item_, at(1));
            case 2:
                return run_->begin(sent_, at(2));
            case 3:
                return run_->settle(sent_, reply({model::accepted{4711, {}, {}, {}}}), at(3));
            case 4:
                return run_->close_job(closed(item_, {changed()}));
            default:
                return run_->finish(summary(header()));
        }
    }

    // How many calls had returned, as the journal shows it.
    static int told(const journal::store& store);

private:
    base::result<void> begin_run() {
        auto started = store_.start_run(header());
        if (!started) return std::unexpected(started.error());
        run_ = std::move(*started);
        run_->name_with(names());
        return {};
    }
    static model::step_result changed() {
        auto step = result(model::outcome::changed);
        step.after = model::object{{"text", std::string(6000, 'x')}};  // more than a page
        return step;
    }

    journal::store& store_;
    std::unique_ptr<journal::run_journal> run_;
    model::work_item item_ = support::item(17, {once(support::notify_step(17))});
    model::request sent_ = request(0, 17, {{"im.notify.system.add"}});
};

int story::told(const journal::store& store) {
    const model::run_id id("run-1");
    const journal::reader reader(store);
    const auto run = must(store.find_run(id));
    if (!run) return 0;
    if (run->finished) return 6;
    const auto job = must(reader.job_of(id, model::user_id(17)));
    const auto attempts = must(reader.attempts_for(id, model::user_id(17)));
    const auto known = must(
        store.state_of_once(model::portal_name("acme"), model::user_id(17), "im.notify.system.add/")
    );
    if (!job) return 1;
    BOOST_TEST_REQUIRE(job->steps.size() == 1U);
    if (job->overall) {
        BOOST_TEST((job->steps[0].what == model::outcome::changed));
        BOOST_TEST(job->steps[0].after->at("text").as_string().size() == 6000U);
        return 5;
    }
    BOOST_TEST(!job->steps[0].what.has_value());
    if (attempts.empty()) {
        BOOST_TEST((known == once_state::never));
        return 2;
    }
    BOOST_TEST_REQUIRE(attempts.size() == 1U);
    if (attempts[0].answered) {
        BOOST_TEST((attempts[0].what == fate::accepted));
        BOOST_TEST((attempts[0].created == "4711"));
        BOOST_TEST((known == once_state::done));
        return 4;
    }
    BOOST_TEST((attempts[0].what == fate::unknown));
    BOOST_TEST((known == once_state::perhaps));
    return 3;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(crash)

BOOST_AUTO_TEST_CASE(what_a_call_has_said_outlives_the_process) {
    for (int last = 0; last <= story::calls; ++last) {
        BOOST_TEST_CONTEXT("killed after call " << last) {
            const temporary_directory directory;
            const auto file = directory / "journal.sqlite";
            const auto end = run_in_child([&]() -> int {
                auto store = journal::store::open(file);
                if (!store) return 1;
                story tale(*store);
                for (int call = 0; call < last; ++call) {
                    if (!tale.tell(call)) return 2;
                }
                return ::raise(SIGKILL);
            });
            BOOST_TEST_REQUIRE(end.signal == SIGKILL, "ended with " << end.code);
            BOOST_TEST(story::told(must(journal::store::open(file))) == last);
        }
    }
}

// At any write to any of the files, torn in the middle: the calls that had returned are there, the
// one that was cut off is there as a whole or not at all.
BOOST_AUTO_TEST_CASE(a_kill_within_a_write_loses_at_most_the_call_itself) {
    bool struck = true;
    int kills = 0;
    for (int write = 0; struck; ++write) {
        BOOST_TEST_CONTEXT("killed within write " << write) {
            const temporary_directory directory;
            const auto file = directory / "journal.sqlite";
            int returned = 0;
            {
                faulty_vfs disk;
                disk.fail_after(write, faulty_vfs::fault::killed);
                auto store = journal::store::open(file);
                if (store) {
                    story tale(*store);
                    while (returned < story::calls && tale.tell(returned)) ++returned;
                }
                struck = disk.has_struck();
            }
            kills += struck ? 1 : 0;
            const int found = story::told(must(journal::store::open(file)));
            BOOST_TEST((found == returned || found == returned + 1), found << " of " << returned);
        }
    }
    BOOST_TEST(kills > 20);
}

// A copy of the files at a moment in the run is what a snapshot of the disk, or a backup, holds.
BOOST_AUTO_TEST_CASE(a_copy_of_the_files_shows_the_moment_it_was_made) {
    const temporary_directory directory;
    const auto file = directory / "journal.sqlite";
    const auto copy = directory / "copy.sqlite";
    auto store = must(journal::store::open(file));
    story tale(store);
    for (int call = 0; call < story::calls; ++call) {
        BOOST_TEST_CONTEXT("after call " << call + 1) {
            must(tale.tell(call));
            for (const auto* suffix : {"", "-wal"}) {
                fs::copy_file(
                    file.string() + suffix,
                    copy.string() + suffix,
                    fs::copy_options::overwrite_existing
                );
            }
            BOOST_TEST(story::told(must(journal::store::open(copy))) == call + 1);
            for (const auto* suffix : {"", "-wal", "-shm"}) fs::remove(copy.string() + suffix);
        }
    }
}

BOOST_AUTO_TEST_CASE(processes_that_start_at_once_share_one_new_journal) {
    for (int round = 0; round < 10; ++round) {
        const temporary_directory directory;
        const auto file = directory / "journal.sqlite";
        const auto start = [&](const char* id) {
            return [&file, id]() -> int {
                auto store = journal::store::open(file);
                if (!store) return 10 + store.error().code.value();
                auto run = store->start_run(header(id));
                if (!run) return 30 + run.error().code.value();
                for (std::uint64_t number = 0; number < 20; ++number) {
                    const auto sent = request(number, 17, {{"profile"}});
                    const auto begun = (*run)->begin(sent, at(0));
                    if (!begun) return 50 + begun.error().code.value();
                }
                return 0;
            };
        };
        child_process one(start("one"));
        child_process two(start("two"));
        child_process three(start("three"));
        BOOST_TEST(one.wait().code == 0);
        BOOST_TEST(two.wait().code == 0);
        BOOST_TEST(three.wait().code == 0);
        BOOST_TEST(must(must(journal::store::open(file)).runs()).size() == 3U);
    }
}

BOOST_AUTO_TEST_SUITE_END()
