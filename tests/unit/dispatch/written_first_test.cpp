#include "dispatch/lane.hpp"
#include "support/jobs.hpp"
#include "support/manual_clock.hpp"
#include "support/memory_journal.hpp"
#include "support/print.hpp"
#include "support/small_portal.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <optional>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using model::user_outcome;
using support::item;

namespace {

// A journal that writes behind, when the test lets it.
class slow_journal final : public dispatch::journal_port {
public:
    support::memory_journal kept;
    std::vector<listener> waiting;
    bool writes_at_once = false;

    void write() {
        for (auto& each : std::exchange(waiting, {})) each({});
    }
    void fail() {
        broken_ = base::failure{std::make_error_code(std::errc::no_space_on_device), "appending"};
        for (auto& each : std::exchange(waiting, {})) each(std::unexpected(*broken_));
    }

    base::result<void> open_job(const model::work_item& job, base::wall_time now) override {
        return kept.open_job(job, now);
    }
    base::result<void> begin(const model::request& what, base::wall_time now) override {
        return kept.begin(what, now);
    }
    base::result<void> settle(
        const model::request& what, const model::reply& reply, base::wall_time now
    ) override {
        return kept.settle(what, reply, now);
    }
    base::result<void> remember_identity(
        const model::credential_id& whose, model::user_id who, base::wall_time now
    ) override {
        return kept.remember_identity(whose, who, now);
    }
    base::result<void> close_job(const model::job_result& what) override {
        return kept.close_job(what);
    }
    base::result<void> health() const override {
        if (broken_) return std::unexpected(*broken_);
        return {};
    }
    bool is_durable() const override { return false; }
    void when_durable(dispatch::haste, listener then) override {
        if (broken_) return then(std::unexpected(*broken_));
        if (writes_at_once) return then({});
        waiting.push_back(std::move(then));
    }

private:
    std::optional<base::failure> broken_;
};

class counting_progress final : public dispatch::progress_port {
public:
    std::size_t closed = 0;
    void job_opened(const model::work_item&) override {}
    void request_sent(const model::request&, base::wall_time) override {}
    void request_answered(
        const model::request&, const model::reply&, base::wall_time, base::wall_time
    ) override {}
    void job_closed(const model::job_result&) override { ++closed; }
    void lane_changed(const dispatch::lane_state&) override {}
};

struct play {
    boost::asio::io_context context;
    support::manual_clock clock;
    support::small_portal portal{clock};
    slow_journal journal;
    support::job_list jobs;
    counting_progress progress;
    dispatch::lane_options options;
    std::optional<dispatch::lane> lane;
    std::optional<dispatch::lane_end> end;

    play() {
        options.limits = {.burst = 50, .rate = 20};
        portal.latency = 5ms;
    }
    void run() {
        if (!lane) start();
        clock.run(context);
    }
    void start() {
        lane.emplace(
            context.get_executor(),
            clock,
            dispatch::lane_ports{portal, journal, progress, jobs},
            catalog::definitions::built_in(),
            options
        );
        boost::asio::co_spawn(
            context,
            lane->run(),
            [this](std::exception_ptr failed, dispatch::lane_end ended) {
                if (failed) std::rethrow_exception(failed);
                end = std::move(ended);
            }
        );
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(written_first, play)

BOOST_AUTO_TEST_CASE(what_must_not_happen_twice_waits_for_the_disk) {
    jobs.items.push_back(item(7, {support::notify_step(7)}));
    run();
    BOOST_TEST(portal.commands_seen("im.notify.system.add") == 0U);
    BOOST_TEST(journal.kept.begun.size() == 1U);
    journal.writes_at_once = true;
    journal.write();
    run();
    BOOST_TEST(portal.commands_seen("im.notify.system.add") == 1U);
    BOOST_TEST_REQUIRE(end.has_value());
    BOOST_TEST(end->how == model::run_end::complete);
    BOOST_TEST(journal.kept.count(user_outcome::changed) == 1U);
}

BOOST_AUTO_TEST_CASE(what_may_be_repeated_does_not_wait) {
    jobs.items.push_back(item(7, {support::settings_step({support::set("view", "week")})}));
    run();
    BOOST_TEST(portal.log.size() == 2U);
    BOOST_TEST(journal.kept.count(user_outcome::changed) == 1U);
    // Done, but not yet told.
    BOOST_TEST(progress.closed == 0U);
    BOOST_TEST(!end.has_value());
    journal.write();
    run();
    BOOST_TEST(progress.closed == 1U);
    BOOST_TEST(end.has_value());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_is_not_sent) {
    jobs.items.push_back(item(7, {support::notify_step(7)}));
    run();
    journal.fail();
    run();
    BOOST_TEST(portal.log.empty());
    BOOST_TEST_REQUIRE(end.has_value());
    BOOST_TEST(end->how == model::run_end::state_lost);
    BOOST_TEST(progress.closed == 1U);
}

// The disk is waited for all the same, and then nothing leaves.
BOOST_AUTO_TEST_CASE(cut_off_while_it_waits_it_is_not_sent) {
    jobs.items.push_back(item(7, {support::notify_step(7)}));
    run();
    lane->stop(model::run_end::interrupted, "SIGINT");
    lane->cut();
    run();
    BOOST_TEST(!end.has_value());
    journal.writes_at_once = true;
    journal.write();
    run();
    BOOST_TEST(portal.log.empty());
    BOOST_TEST_REQUIRE(end.has_value());
    BOOST_TEST(end->how == model::run_end::interrupted);
    BOOST_TEST_REQUIRE(journal.kept.settled.size() == 1U);
    const auto& answer = journal.kept.settled.begin()->second.answers.at(0);
    BOOST_TEST(std::holds_alternative<model::not_sent>(answer));
}

BOOST_AUTO_TEST_SUITE_END()
