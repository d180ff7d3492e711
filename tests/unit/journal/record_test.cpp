#include "journal/record.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace {

// Whatever is said of a run, in texts that can be taken away.
class speech {
public:
    std::string_view word(std::string_view text) {
        return *words_.emplace_back(std::make_unique<std::string>(text));
    }
    // Nothing that it gave is what it was.
    void take_away() {
        for (const auto& each : words_) each->assign(each->size(), '#');
    }

private:
    std::vector<std::unique_ptr<std::string>> words_;
};

const journal::run_names of_run{3, "acme", "run-1"};

}  // namespace

BOOST_AUTO_TEST_SUITE(record)

BOOST_AUTO_TEST_CASE(a_copy_of_a_closed_job_stands_by_itself) {
    speech said;
    journal::sheet onto;
    std::vector<journal::job_closed::step> steps(2);
    steps[0].which = {
        model::step_kind::collection, said.word("target"), said.word("id"), model::acts_as::user, {}
    };
    steps[0].code = said.word("code");
    steps[0].reason = said.word("reason");
    steps[0].remote_id = said.word("31");
    steps[0].proof = {std::nullopt, said.word("{}"), said.word("[1]")};
    steps[1].which.once_key = said.word("key");
    steps[1].remote_id = said.word("");
    std::vector<std::uint64_t> requests{7, 9};
    std::vector<journal::once_mark> marks(1);
    marks[0].key = said.word("mark");
    journal::job_closed job;
    job.email = said.word("ann@acme.example");
    job.reason = said.word("why");
    job.disproved = said.word("print");
    job.steps = steps;
    job.requests = requests;
    job.once = marks;

    const auto copy = copied({&of_run, job}, onto);
    said.take_away();
    steps.assign(2, {});
    requests.assign(2, 0);
    marks.assign(1, {});

    BOOST_TEST(copy.run == &of_run);
    const auto& kept = std::get<journal::job_closed>(copy.what);
    BOOST_TEST(kept.email == "ann@acme.example");
    BOOST_TEST(kept.reason == "why");
    BOOST_TEST(kept.disproved == "print");
    BOOST_TEST_REQUIRE(kept.steps.size() == 2U);
    BOOST_TEST((kept.steps[0].which.kind == model::step_kind::collection));
    BOOST_TEST(kept.steps[0].which.target == "target");
    BOOST_TEST(kept.steps[0].which.id == "id");
    BOOST_TEST(kept.steps[0].code == "code");
    BOOST_TEST(kept.steps[0].reason == "reason");
    BOOST_TEST(kept.steps[0].remote_id.value() == "31");
    BOOST_TEST(!kept.steps[0].proof->before.has_value());
    BOOST_TEST(kept.steps[0].proof->after.value() == "{}");
    BOOST_TEST(kept.steps[0].proof->changes == "[1]");
    BOOST_TEST(kept.steps[1].which.once_key == "key");
    BOOST_TEST(kept.steps[1].remote_id.has_value());
    BOOST_TEST(!kept.steps[1].proof.has_value());
    BOOST_TEST_REQUIRE(kept.requests.size() == 2U);
    BOOST_TEST(kept.requests[1] == 9U);
    BOOST_TEST_REQUIRE(kept.once.size() == 1U);
    BOOST_TEST(kept.once[0].key == "mark");
}

BOOST_AUTO_TEST_CASE(a_copy_of_a_request_stands_by_itself) {
    speech said;
    journal::sheet onto;
    std::vector<journal::sent_command> commands(2);
    commands[0].method = said.word("profile");
    commands[1].method = said.word("calendar.section.add");
    commands[1].answer = {
        journal::fate::accepted, said.word("code"), said.word("text"), said.word("31")
    };
    const auto begun = copied(
        {&of_run,
         journal::request_begun{
             4, said.word("user-17"), model::request_form::batch, {}, commands, {}
         }},
        onto
    );
    journal::request_settled all{4, {}, 503, {}, {}, {}};
    all.whole = {journal::fate::rejected, said.word("LIMIT"), said.word("slow down"), {}};
    const auto settled = copied({&of_run, all}, onto);
    said.take_away();
    commands.assign(2, {});

    const auto& kept = std::get<journal::request_begun>(begun.what);
    BOOST_TEST(kept.credential == "user-17");
    BOOST_TEST_REQUIRE(kept.commands.size() == 2U);
    BOOST_TEST(kept.commands[0].method == "profile");
    BOOST_TEST(!kept.commands[0].answer.has_value());
    BOOST_TEST(kept.commands[1].method == "calendar.section.add");
    BOOST_TEST(kept.commands[1].answer->code == "code");
    BOOST_TEST(kept.commands[1].answer->text == "text");
    BOOST_TEST(kept.commands[1].answer->created == "31");
    const auto& whole = std::get<journal::request_settled>(settled.what).whole;
    BOOST_TEST(whole->code == "LIMIT");
    BOOST_TEST(whole->text == "slow down");
}

BOOST_AUTO_TEST_CASE(a_copy_of_anything_else_stands_by_itself) {
    speech said;
    journal::sheet onto;
    std::vector steps{journal::planned_step{
        model::step_kind::call, said.word("target"), said.word("id"), model::acts_as::admin, {}
    }};
    const auto opened =
        copied({&of_run, journal::job_opened{1, 17, said.word("ann"), {}, steps}}, onto);
    const auto proven = copied(
        {&of_run, journal::identity_proven{said.word("user-17"), said.word("print"), 17, {}}}, onto
    );
    const auto finished = copied(
        {&of_run,
         journal::run_finished{{}, model::run_end::complete, said.word("why"), said.word("{}")}},
        onto
    );
    said.take_away();
    steps.assign(1, {});

    const auto& job = std::get<journal::job_opened>(opened.what);
    BOOST_TEST(job.email == "ann");
    BOOST_TEST_REQUIRE(job.steps.size() == 1U);
    BOOST_TEST(job.steps[0].target == "target");
    BOOST_TEST(job.steps[0].id == "id");
    BOOST_TEST(std::get<journal::identity_proven>(proven.what).credential == "user-17");
    BOOST_TEST(std::get<journal::identity_proven>(proven.what).fingerprint == "print");
    BOOST_TEST(std::get<journal::run_finished>(finished.what).why == "why");
    BOOST_TEST(std::get<journal::run_finished>(finished.what).totals == "{}");
    BOOST_TEST(doing(opened) == "opening job 1");
    BOOST_TEST(doing(finished) == "recording the end of run run-1");
}

BOOST_AUTO_TEST_SUITE_END()
