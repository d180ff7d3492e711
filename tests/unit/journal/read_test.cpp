#include "journal/read.hpp"

#include "samples.hpp"
#include "support/jobs.hpp"
#include "temporary_directory.hpp"

#include <boost/test/unit_test.hpp>
#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

using namespace samples;

namespace {

// Past the journal; gives the number of rows changed.
int execute(const std::filesystem::path& file, const char* statements) {
    sqlite3* raw = nullptr;
    BOOST_TEST_REQUIRE(sqlite3_open(file.c_str(), &raw) == SQLITE_OK);
    BOOST_TEST_REQUIRE(sqlite3_exec(raw, statements, nullptr, nullptr, nullptr) == SQLITE_OK);
    const int changed = sqlite3_changes(raw);
    sqlite3_close(raw);
    return changed;
}

struct fixture {
    temporary_directory directory;
    std::filesystem::path file = directory / "journal.sqlite";
    journal::store store = must(journal::store::open(file));
    std::unique_ptr<journal::run_journal> run = must(store.start_run(header()));
    journal::reader reader{store};
    model::run_id id{"run-1"};

    void write(std::int64_t user) {
        const auto item =
            support::item(user, {support::settings_step({}), support::section_step("M")});
        const auto sent = request(static_cast<std::uint64_t>(user), user, {{"profile"}});
        must(run->open_job(item, at(0)));
        must(run->begin(sent, at(0)));
        must(run->settle(sent, reply({model::accepted{}}), at(1)));
        auto changed = result(model::outcome::changed);
        changed.before = model::object{{"view", "month"}};
        must(run->close_job(closed(item, {changed, result(model::outcome::skipped)})));
    }

    // Each of these statements damages a journal of its own, and whoever asks it is told so.
    template <class Ask>
    void look_at_damaged(std::span<const char* const> damages, const Ask& ask) {
        write(17);
        const auto copy = directory / "damaged.sqlite";
        for (const auto* damage : damages) {
            BOOST_TEST_CONTEXT(damage) {
                std::filesystem::remove(copy);
                execute(file, ("VACUUM INTO '" + copy.string() + "'").c_str());
                BOOST_TEST(execute(copy, damage) > 0);
                const auto broken = must(journal::store::open(copy));
                const auto told = ask(journal::reader(broken));
                BOOST_TEST(told == make_error_code(journal::journal_error::corrupt));
            }
        }
    }
};

const auto no_such_run = make_error_code(journal::journal_error::no_such_run);

base::result<void> go_on(const journal::job_row&) {
    return {};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(reader, fixture)

BOOST_AUTO_TEST_CASE(jobs_come_in_the_order_of_the_roster_each_with_its_own_steps) {
    for (const std::int64_t user : {30, 2, 17}) write(user);
    const auto other = must(store.start_run(header("run-2")));
    must(other->open_job(support::item(5, {}), at(0)));
    std::vector<std::int64_t> users;
    must(reader.each_job(id, [&](const journal::job_row& job) -> base::result<void> {
        users.push_back(job.who.value());
        BOOST_TEST(job.steps.size() == 2U);
        BOOST_TEST((job.steps[1].what == model::outcome::skipped));
        return {};
    }));
    BOOST_TEST((users == std::vector<std::int64_t>{2, 17, 30}));
}

BOOST_AUTO_TEST_CASE(a_visitor_may_stop_and_his_words_stay_his) {
    for (const std::int64_t user : {1, 2, 3}) write(user);
    int seen = 0;
    const auto stopped = reader.each_job(id, [&](const journal::job_row&) -> base::result<void> {
        if (++seen == 2) {
            return std::unexpected(
                base::failure{make_error_code(std::errc::io_error), "writing the report"}
            );
        }
        return {};
    });
    BOOST_TEST(seen == 2);
    BOOST_TEST_REQUIRE(!stopped.has_value());
    BOOST_TEST(stopped.error().code == make_error_code(std::errc::io_error));
    BOOST_TEST(stopped.error().doing == "writing the report");
}

BOOST_AUTO_TEST_CASE(a_visitor_may_ask_and_the_run_may_go_on_meanwhile) {
    for (const std::int64_t user : {1, 2, 3}) write(user);
    int seen = 0;
    must(reader.each_job(id, [&](const journal::job_row& job) -> base::result<void> {
        BOOST_TEST(must(reader.attempts_for(id, job.who)).size() == 1U);
        if (job.who.value() < 100) write(job.who.value() + 100);
        return ++seen < 100 ? base::result<void>() : std::unexpected(base::failure{});
    }));
    BOOST_TEST(seen >= 3);
}

BOOST_AUTO_TEST_CASE(jobs_may_be_read_bit_by_bit) {
    for (const std::int64_t user : {30, 2, 17, 4}) write(user);
    const auto first = must(reader.jobs_from(id, model::job_number(0), 3));
    BOOST_TEST_REQUIRE(first.size() == 3U);
    BOOST_TEST(first[0].who.value() == 2);
    BOOST_TEST(first[2].who.value() == 17);
    BOOST_TEST(first[2].steps.size() == 2U);
    const auto rest = must(reader.jobs_from(id, model::job_number(18), 3));
    BOOST_TEST_REQUIRE(rest.size() == 1U);
    BOOST_TEST(rest[0].who.value() == 30);
    BOOST_TEST(must(reader.jobs_from(id, model::job_number(31), 3)).empty());
    BOOST_TEST(
        code_of(reader.jobs_from(model::run_id("run-9"), model::job_number(0), 3)) == no_such_run
    );
}

BOOST_AUTO_TEST_CASE(the_attempts_of_a_job_are_those_of_its_user) {
    for (const std::int64_t user : {2, 17}) write(user);
    const auto attempts = must(reader.attempts_of(id, model::job_number(17)));
    BOOST_TEST_REQUIRE(attempts.size() == 1U);
    BOOST_TEST(attempts[0].method == "profile");
    BOOST_TEST(attempts[0].request.value() == 17U);
    BOOST_TEST((attempts[0].what == journal::fate::accepted));
    BOOST_TEST(must(reader.attempts_of(id, model::job_number(3))).empty());
}

// Of a job that is not closed yet no row says which requests carried it. The numbers of these jobs
// begin with each other.
BOOST_AUTO_TEST_CASE(the_attempts_of_open_jobs_are_found_among_those_of_others) {
    for (const std::int64_t user : {1, 11, 111}) {
        must(run->open_job(support::item(user, {support::settings_step({})}), at(0)));
    }
    auto shared = request(0, 111, {{"profile"}});
    for (const std::uint64_t job : {1U, 11U, 1U}) {
        shared.commands.push_back(shared.commands.front());
        shared.commands.back().job = model::job_number(job);
        shared.commands.back().step = shared.commands.size();
    }
    must(run->begin(shared, at(0)));
    must(run->begin(request(1, 11, {{"calendar.user.settings.get", model::purpose::read}}), at(1)));
    const auto places = [&](std::int64_t user) {
        std::vector<std::pair<std::uint64_t, std::size_t>> found;
        for (const auto& each : must(reader.attempts_for(id, model::user_id(user))))
            found.emplace_back(each.request.value(), each.step);
        return found;
    };
    using list = std::vector<std::pair<std::uint64_t, std::size_t>>;
    BOOST_TEST((places(1) == list{{0, 2}, {0, 4}}));
    BOOST_TEST((places(11) == list{{0, 3}, {1, 0}}));
    BOOST_TEST((places(111) == list{{0, 0}}));
    // Nor is anything else found when they are closed, each in its turn.
    for (const std::int64_t user : {11, 1, 111}) {
        const auto item = support::item(user, {support::settings_step({})});
        must(run->close_job(closed(item, {result(model::outcome::unchanged)})));
        BOOST_TEST((places(1) == list{{0, 2}, {0, 4}}));
        BOOST_TEST((places(11) == list{{0, 3}, {1, 0}}));
        BOOST_TEST((places(111) == list{{0, 0}}));
    }
}

BOOST_AUTO_TEST_CASE(commands_that_make_no_sense_are_corrupt) {
    const char* const damages[] = {
        "UPDATE request SET commands = '[[17,0,\"write\"'",
        "UPDATE request SET commands = replace(commands, '\"write\"', '\"wrote\"')",
        "UPDATE request SET commands = replace(commands, '\"accepted\"', '\"perhaps\"')",
        "UPDATE job SET requests = '['",
    };
    look_at_damaged(damages, [&](const journal::reader& broken) {
        return code_of(broken.attempts_for(id, model::user_id(17)));
    });
}

BOOST_AUTO_TEST_CASE(a_user_whom_the_run_does_not_know_is_nothing) {
    write(17);
    BOOST_TEST(!must(reader.job_of(id, model::user_id(18))).has_value());
    BOOST_TEST(must(reader.attempts_for(id, model::user_id(18))).empty());
}

BOOST_AUTO_TEST_CASE(a_run_that_is_not_there_is_said_to_be_unknown) {
    const model::run_id other("run-9");
    BOOST_TEST(code_of(reader.each_job(other, go_on)) == no_such_run);
    BOOST_TEST(code_of(reader.job_of(other, model::user_id(17))) == no_such_run);
    const auto attempts = reader.attempts_for(other, model::user_id(17));
    BOOST_TEST(code_of(attempts) == no_such_run);
    BOOST_TEST(attempts.error().doing == "reading run run-9 in the journal");
}

// What a portal's rate limit may still remember: of all runs, whoever started them, but no other
// portal's.
BOOST_AUTO_TEST_CASE(the_last_requests_to_a_portal_are_those_of_all_its_runs) {
    auto elsewhere = header("elsewhere", "other");
    elsewhere.portal_url = "https://other.example";
    const auto second = must(store.start_run(header("run-2")));
    const auto other = must(store.start_run(elsewhere));
    const auto answered = [](journal::run_journal& by, std::uint64_t number, int sent) {
        const auto one = request(number, 17, {{"profile"}});
        must(by.begin(one, at(sent)));
        must(by.settle(one, reply({model::accepted{}}), at(sent + 5)));
    };
    answered(*run, 0, 100);
    answered(*run, 1, 200);
    answered(*second, 0, 300);
    answered(*other, 0, 400);
    must(second->begin(request(1, 17, {{"profile"}}), at(500)));

    const auto last = must(reader.recent_requests("https://acme.example", 3));
    BOOST_TEST_REQUIRE(last.size() == 3U);
    BOOST_TEST((last[0].sent == at(200)));
    BOOST_TEST((last[0].answered == at(205)));
    BOOST_TEST((last[1].sent == at(300)));
    BOOST_TEST((last[2].sent == at(500)));
    BOOST_TEST(!last[2].answered.has_value());
    BOOST_TEST(must(reader.recent_requests("https://acme.example", 100)).size() == 4U);
    BOOST_TEST(must(reader.recent_requests("https://nobody.example", 3)).empty());
}

// What no version of the program has written is not taken for something else.
BOOST_AUTO_TEST_CASE(a_row_that_makes_no_sense_is_corrupt) {
    const char* const damages[] = {
        "UPDATE job SET overall = 'splendid'",
        "UPDATE job SET blocked = ''",
        "UPDATE job SET steps = replace(steps, '\"changed\"', '\"perhaps\"')",
        "UPDATE job SET steps = replace(steps, '\"settings\"', '\"x\"')",
        "UPDATE job SET steps = replace(steps, '\"user\"', '\"root\"')",
        "UPDATE job SET steps = '[['",
        "UPDATE evidence SET before = '{'",
        "UPDATE evidence SET changes = '[1]'",
        "UPDATE evidence SET after = ''",
    };
    look_at_damaged(damages, [&](const journal::reader& broken) {
        return code_of(broken.each_job(id, go_on));
    });
}

BOOST_AUTO_TEST_SUITE_END()
