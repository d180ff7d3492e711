#include "roster/directory_source.hpp"
#include "run/directory_refresh.hpp"
#include "simulation/simulated_portal.hpp"
#include "support/manual_clock.hpp"
#include "support/memory_journal.hpp"
#include "support/print.hpp"
#include "support/told.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <optional>
#include <set>

using namespace std::chrono_literals;

namespace {

namespace json = boost::json;

// Reading the directory of the stand-in portal, in virtual time.
struct reading {
    support::manual_clock clock;
    simulation::simulated_portal portal;
    support::memory_journal journal;
    run::caller_options options;
    run::directory_request what;
    base::diagnostics problems;
    boost::asio::io_context context;
    std::filesystem::path folder =
        std::filesystem::temp_directory_path() / "muster-directory-simulation";
    std::filesystem::path cache = folder / "sim.jsonl";

    explicit reading(std::size_t users) : portal(clock, options_of(users)) {
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
        options.limits = {.burst = 10, .rate = 2};
        what.portal = "sim";
        what.url = "https://localhost";
    }
    ~reading() { std::filesystem::remove_all(folder); }

    static portal_sim::portal_options options_of(std::size_t users) {
        portal_sim::portal_options made;
        made.users = users;
        made.rules.rate.burst = 10;
        made.rules.rate.rate = 2;
        return made;
    }

    run::refresh_end run() {
        run::paced_caller caller(clock, portal, journal, nullptr, options);
        run::directory_refresh refresh(caller, clock, what, cache, problems);
        std::optional<run::refresh_end> ended;
        boost::asio::co_spawn(
            context,
            refresh.run(),
            [&](std::exception_ptr failed, run::refresh_end how) {
                if (failed) std::rethrow_exception(failed);
                ended = std::move(how);
            }
        );
        clock.run(context);
        BOOST_REQUIRE_MESSAGE(ended.has_value(), "the reading hangs");
        return *ended;
    }

    void order(const json::object& orders) {
        BOOST_REQUIRE(portal.core().control(orders, portal.now()).at("ok").as_bool());
    }
    [[nodiscard]] std::int64_t seen(std::string_view name) {
        return portal.core().state(portal.now()).at("totals").at(name).to_number<std::int64_t>();
    }
    // Whom the cache lists; everybody once.
    std::set<std::int64_t> kept() {
        std::set<std::int64_t> ids;
        const auto source = roster::directory_source::open(cache, problems);
        while (source) {
            const auto who = source->next(problems);
            if (!who) break;
            BOOST_TEST_REQUIRE(ids.insert(who->id.value()).second);
        }
        BOOST_TEST_REQUIRE(support::told(problems) == "");
        return ids;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(directory)

BOOST_AUTO_TEST_CASE(everybody_is_read_at_the_pace_of_the_portal) {
    reading night(1'234);
    const auto ended = night.run();
    BOOST_TEST(ended.how == model::run_end::complete);
    BOOST_TEST(night.kept().size() == 1'235U);
    // Whose webhook, nine departments, 25 pages; ten at once, then two a second.
    BOOST_TEST(night.seen("requests") == 27);
    BOOST_TEST(night.seen("rate_rejections_provoked") == 0);
    BOOST_TEST(night.seen("bucket_peak") <= 10);
    BOOST_TEST((night.clock.elapsed() >= 8s));
    BOOST_TEST((night.clock.elapsed() < 11s));
}

BOOST_AUTO_TEST_CASE(refusals_lost_answers_and_pages_of_html_are_waited_out) {
    for (const std::uint64_t seed : {1U, 2U, 3U, 4U, 5U}) {
        reading night(600);
        night.options.seed = seed;
        night.order(
            {{"faults",
              json::array{
                  {{"kind", "rate_limit"}, {"probability", 0.2}},
                  {{"kind", "cut_after"}, {"probability", 0.1}, {"method", "user.get"}},
                  {{"kind", "html"}, {"status", 502}, {"probability", 0.1}},
                  {{"kind", "hang"}, {"count", 1}, {"method", "user.get"}},
              }}}
        );
        const auto ended = night.run();
        BOOST_TEST(ended.how == model::run_end::complete);
        BOOST_TEST(night.kept().size() == 601U);
        BOOST_TEST(night.seen("rate_rejections_provoked") == 0);
        BOOST_TEST(night.journal.begun.size() == night.journal.settled.size());
        BOOST_TEST((night.clock.elapsed() < 10min));
    }
}

BOOST_AUTO_TEST_CASE(a_spent_budget_is_waited_for) {
    reading night(600);
    // Four pages are all that ten minutes hold.
    night.order({{"set", {{"seconds", {{"user.get", 120}}}}}});
    const auto ended = night.run();
    BOOST_TEST(ended.how == model::run_end::complete);
    BOOST_TEST(night.kept().size() == 601U);
    BOOST_TEST(night.seen("operating_rejections") > 0);
    BOOST_TEST((night.clock.elapsed() >= 20min));
    BOOST_TEST((night.clock.elapsed() < 35min));
}

BOOST_AUTO_TEST_CASE(a_portal_that_stays_away_ends_it) {
    reading night(100);
    night.order({{"faults", json::array{{{"kind", "hang"}, {"method", "user.get"}}}}});
    const auto ended = night.run();
    BOOST_TEST(ended.how == model::run_end::unavailable);
    BOOST_TEST(!std::filesystem::exists(night.cache));
    BOOST_TEST(std::filesystem::is_empty(night.folder));
}

BOOST_AUTO_TEST_SUITE_END()
