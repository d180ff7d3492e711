#include "cli/budget/budget_file.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace std::chrono_literals;

namespace {

constexpr auto start = base::time_point(1000h);

struct folder {
    std::filesystem::path path;
    folder() {
        auto pattern = (std::filesystem::temp_directory_path() / "muster-budget-XXXXXX").string();
        BOOST_REQUIRE(::mkdtemp(pattern.data()) != nullptr);
        path = pattern;
    }
    ~folder() { std::filesystem::remove_all(path); }
    [[nodiscard]] std::filesystem::path file() const { return path / "budget" / "acme.bucket"; }
    [[nodiscard]] std::unique_ptr<cli::budget_file> open(
        pacing::bucket_limits limits = {.burst = 20, .rate = 5},
        base::time_point now = start,
        const char* boot = "boot"
    ) const {
        auto made = cli::budget_file::open(file(), limits, boot, now);
        BOOST_REQUIRE(made.has_value());
        return std::move(*made);
    }
};

int taken(cli::budget_file& from, base::time_point now) {
    int count = 0;
    while (!from.take(now)) ++count;
    return count;
}

// Takes `count` places in a process of its own, which then dies without a word.
void take_and_die(const folder& here, int count) {
    const auto child = ::fork();
    if (child == 0) {
        const auto mine = here.open();
        for (int i = 0; i < count; ++i) mine->take(start);
        ::raise(SIGKILL);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    BOOST_REQUIRE(WIFSIGNALED(status));
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(budget_file_test, folder)

BOOST_AUTO_TEST_CASE(two_have_one_budget) {
    const auto one = open();
    const auto other = open();
    BOOST_TEST(taken(*one, start) == 20);
    BOOST_TEST(taken(*other, start) == 0);
    for (int i = 0; i < 20; ++i) one->answered(start + 10ms);
    BOOST_TEST((*other->take(start + 20ms) >= start + 1s));
    BOOST_TEST(!other->take(start + 1010ms).has_value());
    BOOST_TEST(one->complaint().empty());
}

BOOST_AUTO_TEST_CASE(what_an_earlier_process_sent_counts) {
    {
        const auto one = open();
        BOOST_TEST(taken(*one, start) == 20);
        for (int i = 0; i < 20; ++i) one->answered(start);
    }
    const auto next = open({.burst = 20, .rate = 5}, start + 2s);
    BOOST_TEST(taken(*next, start + 2s) == 10);
}

BOOST_AUTO_TEST_CASE(who_is_killed_leaves_no_lock_and_takes_no_budget_with_him) {
    const auto survivor = open();
    take_and_die(*this, 20);
    // What he had sent counts from now on, when it was seen that nobody waits for it any more.
    BOOST_TEST((*survivor->take(start) >= start + 1s));
    BOOST_TEST(taken(*survivor, start + 1s) == 5);
    take_and_die(*this, 3);  // and his seat can be had again
    const auto later = survivor->take(start + 1s);
    BOOST_TEST((later && *later > start + 1s));
}

BOOST_AUTO_TEST_CASE(a_damaged_file_is_a_full_bucket_and_is_told_of_once) {
    {
        const auto one = open();
    }
    for (const auto* damage : {"torn", "more than a few words of something that nobody wrote"}) {
        std::ofstream(file(), std::ios::in | std::ios::binary).seekp(8) << damage;
        const auto mine = open();
        BOOST_TEST(mine->complaint().find("damaged") != std::string::npos);
        BOOST_TEST((*mine->take(start) == start + 1s));
        BOOST_TEST(open()->complaint().empty());
    }
}

BOOST_AUTO_TEST_CASE(a_file_that_was_cut_off_breaks_nothing) {
    {
        const auto one = open();
    }
    for (const std::uintmax_t size : {0U, 5U, 100U, 800U}) {
        std::filesystem::resize_file(file(), size);
        const auto mine = open();
        BOOST_TEST((taken(*mine, start + 1h) == 20));
    }
}

BOOST_AUTO_TEST_CASE(what_was_sent_before_the_machine_was_started_is_as_old_as_its_start) {
    {
        taken(*open(), start);
    }
    const auto now = base::time_point(2s);
    const auto mine = open({.burst = 20, .rate = 5}, now, "another boot");
    BOOST_TEST(mine->complaint().empty());
    BOOST_TEST(taken(*mine, now) == 10);
}

BOOST_AUTO_TEST_CASE(wider_limits_keep_what_is_known) {
    {
        BOOST_TEST(taken(*open(), start) == 20);
    }
    const auto wide = open({.burst = 500, .rate = 50});
    BOOST_TEST(taken(*wide, start) == 480);
}

BOOST_AUTO_TEST_CASE(a_refusal_is_everybodys_and_is_remembered_for_a_while) {
    {
        const auto one = open();
        const auto other = open();
        BOOST_TEST(!one->take(start).has_value());
        one->answered(start);
        one->refused(start, start, 3s);
        BOOST_TEST(one->rate_in_force() == 4.0, boost::test_tools::tolerance(1e-6));
        BOOST_TEST((*other->take(start + 1s) == start + 3s));
        BOOST_TEST(other->rate_in_force() == 4.0, boost::test_tools::tolerance(1e-6));
    }
    const pacing::bucket_limits limits{.burst = 20, .rate = 5};
    BOOST_TEST(
        open(limits, start + 1min)->rate_in_force() == 4.0, boost::test_tools::tolerance(1e-6)
    );
    BOOST_TEST(
        open(limits, start + 1h)->rate_in_force() == 5.0, boost::test_tools::tolerance(1e-6)
    );
}

BOOST_AUTO_TEST_CASE(a_file_is_named_after_host_and_port) {
    BOOST_TEST(
        cli::budget_path("/s", "https://acme.bitrix24.com") == "/s/budget/acme.bitrix24.com.bucket"
    );
    BOOST_TEST(
        cli::budget_path("/s", "https://localhost:8443/x/../y") == "/s/budget/localhost_8443.bucket"
    );
}

BOOST_AUTO_TEST_SUITE_END()
