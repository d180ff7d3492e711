#include "journal/store.hpp"

#include "samples.hpp"
#include "temporary_directory.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <utility>

using namespace samples;

namespace {

struct fixture {
    temporary_directory directory;
    std::filesystem::path file = directory / "journal.sqlite";
    journal::store store = must(journal::store::open(file));

    std::vector<std::string> ids() {
        std::vector<std::string> all;
        for (const auto& each : must(store.runs())) all.push_back(each.id.value());
        return all;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(store, fixture)

BOOST_AUTO_TEST_CASE(nobody_else_may_read_its_files) {
    must(store.start_run(header()));
    int files = 0;
    for (const auto& each : std::filesystem::directory_iterator(directory.path())) {
        BOOST_TEST_CONTEXT(each.path()) {
            const auto mode = each.status().permissions() & std::filesystem::perms::all;
            BOOST_TEST(static_cast<unsigned>(mode) == 0600U);
        }
        ++files;
    }
    BOOST_TEST(files == 4);  // the database, its log, the log's index, the locks of runs
}

BOOST_AUTO_TEST_CASE(a_run_comes_back_as_it_was_started) {
    must(store.start_run(header(), {.selected = 200}));
    const auto run = must(store.find_run(model::run_id("run-1")));
    BOOST_TEST_REQUIRE(run.has_value());
    const auto expected = header();
    BOOST_TEST(run->id.value() == "run-1");
    BOOST_TEST(run->portal.value() == "acme");
    BOOST_TEST(run->portal_url == "https://acme.example");
    BOOST_TEST(run->command == "apply");
    BOOST_TEST((run->policies == expected.policies));
    BOOST_TEST(run->reason == "CHG-1042");
    BOOST_TEST(run->seed == expected.seed);
    BOOST_TEST((run->started == at(0)));
    BOOST_TEST((run->selected == std::optional<std::uint64_t>(200)));
    BOOST_TEST(!run->finished.has_value());
    BOOST_TEST(!run->end.has_value());
}

BOOST_AUTO_TEST_CASE(a_run_comes_back_as_it_ended) {
    const auto run = must(store.start_run(header()));
    must(run->finish(summary(header())));
    const auto row = must(store.find_run(model::run_id("run-1"))).value();
    BOOST_TEST((row.finished == at(90000)));
    BOOST_TEST((row.end == model::run_end::interrupted));
    BOOST_TEST(row.end_reason == "SIGINT");
    BOOST_TEST((row.totals.users == summary(header()).users));
    BOOST_TEST((row.totals.steps == summary(header()).steps));
    BOOST_TEST(row.totals.unmatched == 7U);
    BOOST_TEST(row.totals.lane.lost_answers == 55U);
    BOOST_TEST(!row.selected.has_value());
}

BOOST_AUTO_TEST_CASE(a_run_comes_back_with_what_it_takes_to_go_on_with_it) {
    auto second = header("run-2");
    second.after = model::kin{model::kinship::continues, model::run_id("run-1")};
    must(store.start_run(header()));
    must(store.start_run(second, {.invocation = R"({"portal":"acme"})"}));
    const auto first = must(store.find_run(model::run_id("run-1"))).value();
    BOOST_TEST(!first.invocation.has_value());
    BOOST_TEST(!first.after.has_value());
    const auto row = must(store.find_run(model::run_id("run-2"))).value();
    BOOST_TEST((row.invocation == R"({"portal":"acme"})"));
    BOOST_TEST_REQUIRE(row.after.has_value());
    BOOST_TEST((row.after->how == model::kinship::continues));
    BOOST_TEST(row.after->of.value() == "run-1");
}

// Its process is known by the lock that the kernel keeps for it.
BOOST_AUTO_TEST_CASE(a_run_is_alive_while_somebody_writes_it) {
    const auto life_of = [&](journal::store& seen_by) {
        return must(seen_by.find_run(model::run_id("run-1"))).value().life;
    };
    auto other = must(journal::store::open(file));
    auto run = must(store.start_run(header()));
    BOOST_TEST((life_of(store) == journal::run_life::alive));
    BOOST_TEST((life_of(other) == journal::run_life::alive));
    run.reset();
    BOOST_TEST((life_of(store) == journal::run_life::gone));
    BOOST_TEST((life_of(other) == journal::run_life::gone));
    run = must(store.start_run(header("run-2")));
    must(run->finish(summary(header("run-2"))));
    const auto ended = must(store.find_run(model::run_id("run-2"))).value();
    BOOST_TEST((ended.life == journal::run_life::over));
}

BOOST_AUTO_TEST_CASE(runs_are_chosen_by_portal_by_the_beginning_of_their_id_and_by_number) {
    auto look = header("b-2");
    look.command = "read the directory";
    must(store.start_run(header("a-1")));
    must(store.start_run(header("a-2", "branch")));
    must(store.start_run(header("b-1")));
    must(store.start_run(look));
    const auto chosen = [&](const journal::run_filter& which) {
        std::string all;
        for (const auto& each : must(store.runs(which))) all += each.id.value() + ' ';
        return all;
    };
    BOOST_TEST(chosen({}) == "b-2 b-1 a-2 a-1 ");
    BOOST_TEST(chosen({.portal = model::portal_name("branch")}) == "a-2 ");
    BOOST_TEST(chosen({.beginning = "a-"}) == "a-2 a-1 ");
    BOOST_TEST(chosen({.beginning = "%"}) == "");
    BOOST_TEST(chosen({.other_than = "read the directory", .most = 2}) == "b-1 a-2 ");
}

BOOST_AUTO_TEST_CASE(the_newest_run_comes_first_whatever_its_name_or_clock) {
    auto late = header("b");
    late.started = at(-5000);
    must(store.start_run(header("c")));
    must(store.start_run(header("a")));
    must(store.start_run(late));
    BOOST_TEST((ids() == std::vector<std::string>{"b", "a", "c"}));
}

BOOST_AUTO_TEST_CASE(a_run_that_is_not_there_is_nothing) {
    BOOST_TEST(!must(store.find_run(model::run_id("run-1"))).has_value());
    BOOST_TEST(must(store.runs()).empty());
}

BOOST_AUTO_TEST_CASE(a_run_is_started_once) {
    const auto first = must(store.start_run(header()));
    const auto second = store.start_run(header());
    BOOST_TEST_REQUIRE(!second.has_value());
    BOOST_TEST(second.error().code == make_error_code(journal::journal_error::conflict));
    BOOST_TEST(second.error().doing.starts_with("starting run run-1 in the journal"));
    BOOST_TEST(must(store.runs()).size() == 1U);
}

BOOST_AUTO_TEST_CASE(it_is_all_there_when_it_is_opened_again) {
    must(store.start_run(header()));
    const auto salt = must(store.salt());
    store = must(journal::store::open(file));
    BOOST_TEST((ids() == std::vector<std::string>{"run-1"}));
    BOOST_TEST(must(store.salt()) == salt);
}

BOOST_AUTO_TEST_CASE(the_salt_is_long_and_differs_from_file_to_file) {
    const auto other = must(journal::store::open(directory / "other.sqlite"));
    BOOST_TEST(must(store.salt()).size() == 32U);
    BOOST_TEST(must(store.salt()) != must(other.salt()));
}

BOOST_AUTO_TEST_CASE(a_run_keeps_the_file_open_after_its_store) {
    const auto run = must(store.start_run(header()));
    {
        const auto gone = std::move(store);
    }
    must(run->finish(summary(header())));
    store = must(journal::store::open(file));
    BOOST_TEST((must(store.runs()).front().end == model::run_end::interrupted));
}

BOOST_AUTO_TEST_CASE(two_stores_share_one_file) {
    auto other = must(journal::store::open(file));
    const auto ours = must(store.start_run(header("ours")));
    const auto theirs = must(other.start_run(header("theirs")));
    for (std::uint64_t number = 0; number < 50; ++number) {
        must(ours->begin(request(number, 17, {{"profile"}}), at(1)));
        must(theirs->begin(request(number, 17, {{"profile"}}), at(1)));
    }
    must(theirs->finish(summary(header("theirs"))));
    BOOST_TEST((ids() == std::vector<std::string>{"theirs", "ours"}));
    BOOST_TEST(must(store.runs()).front().finished.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
