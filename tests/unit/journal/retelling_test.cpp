#include "journal/journal_error.hpp"
#include "journal/read.hpp"
#include "samples.hpp"
#include "support/jobs.hpp"
#include "temporary_directory.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

using namespace samples;

namespace {

// A run and what is told of it: "opened 1", "answered 7 (1 profile accepted)", "closed 1 changed".
struct fixture {
    temporary_directory directory;
    journal::store store = must(journal::store::open(directory / "journal.sqlite"));
    std::unique_ptr<journal::run_journal> run = must(store.start_run(header()));
    model::run_id id{"run-1"};
    std::vector<std::string> told;

    static model::work_item user(std::int64_t who) {
        return support::item(who, {support::settings_step({})});
    }
    void open(std::int64_t who, int when) { must(run->open_job(user(who), at(when))); }
    void close(std::int64_t who, int when) {
        auto job = closed(user(who), {result(model::outcome::changed)});
        job.finished = at(when);
        must(run->close_job(job));
    }
    // One batch for two users, as the administrator's are.
    static model::request for_both(std::uint64_t number) {
        auto made = request(number, 1, {{"profile"}, {"user.update"}});
        made.commands[1].job = model::job_number(2);
        return made;
    }

    static std::string words(const journal::request_row& row) {
        auto text = fmt::format("answered {}", row.number.value());
        if (!row.answered) text = fmt::format("sent {}", row.number.value());
        if (row.whole) text += fmt::format(" {} {}", journal::stored_name(*row.whole), row.code);
        for (const auto& each : row.commands)
            text += fmt::format(
                " ({} {} {}{})",
                each.job.value(),
                each.method,
                each.what ? journal::stored_name(*each.what) : "-",
                each.code.empty() ? "" : " " + each.code
            );
        return text;
    }

    base::result<void> retell() {
        told.clear();
        journal::retelling ear;
        ear.opened = [this](const journal::job_row& job) -> base::result<void> {
            told.push_back(fmt::format("opened {} of {}", job.who.value(), job.steps.size()));
            return {};
        };
        ear.answered = [this](const journal::request_row& row) -> base::result<void> {
            told.push_back(words(row));
            return {};
        };
        ear.closed = [this](const journal::job_row& job) -> base::result<void> {
            told.push_back(fmt::format(
                "closed {} {}", job.who.value(), journal::stored_name(job.overall.value())
            ));
            return {};
        };
        return journal::reader(store).retell(id, ear);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(retelling, fixture)

BOOST_AUTO_TEST_CASE(it_is_told_in_the_order_in_which_it_happened) {
    open(1, 0);
    open(2, 1);
    const auto first = request(8, 2, {{"profile"}});
    const auto second = for_both(7);
    must(run->begin(first, at(2)));
    must(run->begin(second, at(3)));
    must(run->settle(
        second,
        reply({model::accepted{}, model::rejected{"ERROR_CORE", "no", model::reaction::fail}}),
        at(4)
    ));
    must(run->settle(first, reply({model::accepted{}}), at(5)));
    close(2, 5);
    close(1, 9);
    must(retell());
    const std::vector<std::string> expected{
        "opened 1 of 1",
        "opened 2 of 1",
        "answered 7 (1 profile accepted) (2 user.update rejected ERROR_CORE)",
        "answered 8 (2 profile accepted)",
        "closed 2 changed",
        "closed 1 changed",
    };
    BOOST_TEST(told == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(one_fate_of_all_and_an_answer_that_never_came) {
    open(1, 0);
    open(2, 0);
    const auto lost = for_both(3);
    must(run->begin(lost, at(1)));
    must(run->begin(request(4, 1, {{"profile"}}), at(2)));
    must(run->settle(lost, model::reply_for_all(2, model::unknown{"reset"}), at(7)));
    must(retell());
    const std::vector<std::string> expected{
        "opened 1 of 1",
        "opened 2 of 1",
        "sent 4 (1 profile -)",
        "answered 3 unknown  (1 profile -) (2 user.update -)",
    };
    BOOST_TEST(told == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(nothing_of_another_run_is_told) {
    const auto other = must(store.start_run(header("run-2")));
    must(other->open_job(user(1), at(0)));
    must(other->begin(for_both(0), at(0)));
    must(retell());
    BOOST_TEST(told.empty());
    id = model::run_id("run-3");
    BOOST_TEST(code_of(retell()) == make_error_code(journal::journal_error::no_such_run));
}

BOOST_AUTO_TEST_CASE(who_hears_may_end_it_and_his_words_stay_his) {
    open(1, 0);
    open(2, 0);
    int heard = 0;
    journal::retelling ear;
    ear.opened = [&](const journal::job_row&) -> base::result<void> {
        ++heard;
        return std::unexpected(
            base::failure{make_error_code(std::errc::io_error), "writing the report"}
        );
    };
    const auto stopped = journal::reader(store).retell(id, ear);
    BOOST_TEST_REQUIRE(!stopped.has_value());
    BOOST_TEST(stopped.error().doing == "writing the report");
    BOOST_TEST(heard == 1);
}

BOOST_AUTO_TEST_SUITE_END()
