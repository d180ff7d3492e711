#include "journal/portal_locks.hpp"

#include "child_process.hpp"
#include "samples.hpp"
#include "temporary_directory.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <csignal>
#include <string>
#include <unistd.h>

using namespace samples;
using journal::lock_holder;
using journal::machine;
using journal::portal_locks;

namespace {

constexpr auto acme = "https://acme.example";
constexpr auto branch = "https://branch.example";

const machine here{"one", "1f", "boot-1"};

lock_holder somebody(std::string run, base::wall_time since = at(0)) {
    return {model::run_id(std::move(run)), "apply", here, 4711, "root", since, since};
}

struct fixture {
    temporary_directory directory;
    std::filesystem::path file = directory / "journal.sqlite";
    journal::store store = must(journal::store::open(file));
    portal_locks locks = must(portal_locks::open(file));

    // Who is in the way; "" = nobody.
    static std::string in_the_way(portal_locks& by, const char* portal, const lock_holder& who) {
        const auto other = must(by.take(portal, who));
        return other ? other->run.value() : "";
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(portal_lock, fixture)

BOOST_AUTO_TEST_CASE(a_portal_is_had_by_one_run_at_a_time_and_it_is_known_which) {
    auto others = must(portal_locks::open(file));
    BOOST_TEST(in_the_way(locks, acme, somebody("first")) == "");
    const auto found = must(others.take(acme, somebody("second", at(1000))));
    BOOST_TEST_REQUIRE(found.has_value());
    BOOST_TEST(found->run.value() == "first");
    BOOST_TEST(found->command == "apply");
    BOOST_TEST(found->where.host == "one");
    BOOST_TEST(found->pid == 4711);
    BOOST_TEST(found->user == "root");
    BOOST_TEST((found->since == at(0)));
    BOOST_TEST((found->beat == at(0)));

    BOOST_TEST(in_the_way(others, branch, somebody("second")) == "", "another portal is free");
    locks.release(acme);
    BOOST_TEST(in_the_way(others, acme, somebody("second")) == "");
    BOOST_TEST(in_the_way(locks, acme, somebody("third")) == "second");
}

BOOST_AUTO_TEST_CASE(two_runs_of_one_process_exclude_each_other_too) {
    BOOST_TEST(in_the_way(locks, acme, somebody("first")) == "");
    BOOST_TEST(in_the_way(locks, acme, somebody("second")) == "first");
}

BOOST_AUTO_TEST_CASE(who_goes_gives_up_what_he_has) {
    {
        auto others = must(portal_locks::open(file));
        BOOST_TEST(in_the_way(others, acme, somebody("first")) == "");
        BOOST_TEST(must(locks.written_down(acme)).has_value());
    }
    BOOST_TEST(!must(locks.written_down(acme)).has_value());
    BOOST_TEST(in_the_way(locks, acme, somebody("second")) == "");
}

// However long it is silent: a process that was stopped goes on one day.
BOOST_AUTO_TEST_CASE(on_this_machine_the_living_are_never_put_aside) {
    auto others = must(portal_locks::open(file));
    BOOST_TEST(in_the_way(locks, acme, somebody("first")) == "");
    BOOST_TEST(
        in_the_way(others, acme, somebody("second", at(0) + std::chrono::days(1))) == "first"
    );
}

BOOST_AUTO_TEST_CASE(whoever_was_killed_is_noticed_at_once) {
    const auto end = run_in_child([&]() -> int {
        auto theirs = portal_locks::open(file);
        if (!theirs) return 1;
        const auto other = theirs->take(acme, somebody("killed"));
        if (!other || *other) return 2;
        return ::raise(SIGKILL);
    });
    BOOST_TEST_REQUIRE(end.signal == SIGKILL, "ended with " << end.code);
    BOOST_TEST(must(locks.written_down(acme))->run.value() == "killed");
    BOOST_TEST(in_the_way(locks, acme, somebody("second", at(1))) == "");
}

// The state directory may be on a disk that several machines have.
BOOST_AUTO_TEST_CASE(on_another_machine_it_is_believed_until_it_has_been_silent_for_too_long) {
    struct row {
        const char* name;
        machine where;
        std::chrono::milliseconds after;
        bool aside;
    };
    const std::array rows{
        row{"the same boot", here, std::chrono::milliseconds(1), true},
        row{"the same machine, started anew",
            {"one", "1f", "boot-2"},
            std::chrono::milliseconds(1),
            true},
        row{"another machine of the same name",
            {"one", "2e", "boot-2"},
            std::chrono::seconds(119),
            false},
        row{"another machine", {"two", "1f", "boot-2"}, std::chrono::seconds(119), false},
        row{"another machine, silent", {"two", "2e", "boot-2"}, std::chrono::seconds(120), true},
        row{"whose clock is behind", {"two", "2e", "boot-2"}, std::chrono::seconds(-600), false},
        row{"nobody knows where", {}, std::chrono::seconds(119), false},
    };
    for (const auto& row : rows) {
        BOOST_TEST_CONTEXT(row.name) {
            BOOST_TEST(
                journal::may_be_put_aside(somebody("first"), row.where, at(0) + row.after) ==
                row.aside
            );
        }
    }
}

// As a second machine sees it: the lock of the first one's kernel is not there.
BOOST_AUTO_TEST_CASE(a_holder_who_was_put_aside_learns_it_with_his_next_beat) {
    auto others = must(portal_locks::open(file));
    BOOST_TEST(in_the_way(locks, acme, somebody("first")) == "");
    BOOST_TEST(in_the_way(locks, branch, somebody("first")) == "");
    BOOST_TEST(must(locks.keep(acme, at(15'000))));
    BOOST_TEST((must(others.written_down(acme))->beat == at(15'000)));

    std::filesystem::remove(file.string() + ".lock");
    others = must(portal_locks::open(file));
    auto late = somebody("second", at(16'000));
    late.where = {"two", "2e", "boot-2"};
    BOOST_TEST(in_the_way(others, acme, late) == "first");
    late.since = at(15'000) + journal::silence;
    BOOST_TEST(in_the_way(others, acme, late) == "");

    BOOST_TEST(must(locks.keep(branch, late.since)));
    BOOST_TEST(!must(locks.keep(acme, late.since)));
    locks.release(acme);
    BOOST_TEST(must(locks.written_down(acme))->run.value() == "second");
    BOOST_TEST((must(locks.written_down(branch))->beat == late.since));
}

BOOST_AUTO_TEST_SUITE_END()
