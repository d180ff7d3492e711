#include "run/earlier_run.hpp"

#include "journal/journal_error.hpp"
#include "support/jobs.hpp"
#include "unit/report/temporary_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using model::kinship;
using model::user_outcome;

namespace {

class everybody final : public run::job_supply {
public:
    base::result<std::optional<model::work_item>> next() override {
        if (left_.empty()) return std::optional<model::work_item>();
        const auto who = left_.front();
        left_.pop_front();
        return support::item(who, {support::notify_step(who)});
    }

private:
    std::deque<std::int64_t> left_{17, 18, 19, 20};
};

struct fixture {
    temporary_dir folder;
    journal::store store = *journal::store::open(folder.path() / "journal.sqlite");
    model::portal_name portal{"acme"};

    void run(
        const std::string& id,
        std::vector<std::pair<std::int64_t, model::outcome>> users,
        std::optional<model::kin> after = {}
    ) {
        model::run_header header;
        header.id = model::run_id(id);
        header.portal = portal;
        header.after = std::move(after);
        auto made = store.start_run(header);
        BOOST_TEST_REQUIRE(made.has_value());
        for (const auto& [who, what] : users) {
            auto item = support::item(who, {support::notify_step(who)});
            BOOST_TEST((*made)->open_job(item, {}).has_value());
            model::job_result end;
            end.number = item.number;
            end.what = item.what;
            end.steps.resize(1);
            end.steps[0].what = what;
            end.overall = model::worst(end.steps);
            BOOST_TEST((*made)->close_job(end).has_value());
        }
    }
    run::earlier_run earlier(kinship how, const std::string& of) {
        auto made = run::earlier_run_of(store, {how, model::run_id(of)});
        BOOST_TEST_REQUIRE(made.has_value());
        return std::move(*made);
    }
    std::vector<std::int64_t> users_after(std::vector<run::earlier_run> before) {
        const auto jobs = run::jobs_after(
            std::make_unique<everybody>(),
            std::move(before),
            catalog::definitions::built_in(),
            store,
            portal
        );
        std::vector<std::int64_t> all;
        while (auto item = *jobs->next()) all.push_back(item->what.who.id.value());
        return all;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(earlier_run, fixture)

BOOST_AUTO_TEST_CASE(a_run_of_its_own_has_all_its_jobs) {
    BOOST_TEST(!run::kin_of({}).has_value());
    BOOST_TEST(run::left_of(4, {}) == 4U);
    BOOST_TEST(users_after({}) == (std::vector<std::int64_t>{17, 18, 19, 20}));
}

BOOST_AUTO_TEST_CASE(a_run_that_is_not_known_is_an_error) {
    const auto none = run::earlier_run_of(store, {kinship::continues, model::run_id("none")});
    BOOST_TEST_REQUIRE(!none.has_value());
    BOOST_TEST((none.error().code == journal::journal_error::no_such_run));
}

BOOST_AUTO_TEST_CASE(who_was_brought_to_an_end_by_any_run_of_the_line_is_left_out) {
    run("one", {{17, model::outcome::changed}});
    run("two", {{19, model::outcome::failed}}, model::kin{kinship::continues, model::run_id("one")}
    );
    auto before = earlier(kinship::continues, "two");
    BOOST_TEST(run::taken_up(before) == 0U);
    BOOST_TEST(run::left_of(4, {before}) == 2U);
    const auto kin = run::kin_of({before});
    BOOST_TEST_REQUIRE(kin.has_value());
    BOOST_TEST((kin->how == kinship::continues));
    BOOST_TEST(kin->of.value() == "two");
    BOOST_TEST(users_after({std::move(before)}) == (std::vector<std::int64_t>{18, 20}));
}

BOOST_AUTO_TEST_CASE(to_retry_a_run_are_those_who_ended_ill) {
    run("one", {{17, model::outcome::changed}, {18, model::outcome::failed}});
    run("two", {{19, model::outcome::unknown}}, model::kin{kinship::continues, model::run_id("one")}
    );
    auto before = earlier(kinship::retries, "one");
    BOOST_TEST(run::taken_up(before) == 2U);
    BOOST_TEST(run::left_of(4, {before}) == 2U);
    BOOST_TEST(users_after({std::move(before)}) == (std::vector<std::int64_t>{18, 19}));
}

// A retrying run that was killed is gone on with: what is left are those whom it was to retry and
// has not brought to an end.
BOOST_AUTO_TEST_CASE(a_retrying_run_is_gone_on_with) {
    run("one",
        {{17, model::outcome::changed}, {18, model::outcome::failed}, {19, model::outcome::failed}}
    );
    run("again", {{18, model::outcome::changed}}, model::kin{kinship::retries, model::run_id("one")}
    );
    std::vector<run::earlier_run> before;
    before.push_back(earlier(kinship::retries, "one"));
    before.push_back(earlier(kinship::continues, "again"));
    BOOST_TEST(run::left_of(4, before) == 1U);
    BOOST_TEST(run::kin_of(before)->of.value() == "again");
    BOOST_TEST(users_after(std::move(before)) == (std::vector<std::int64_t>{19}));
}

BOOST_AUTO_TEST_SUITE_END()
