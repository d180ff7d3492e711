#include "simulation/line_of_runs.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>

// A process dies with every single write to its journal, and is started again as the program starts
// again (`muster resume`).

using namespace std::chrono_literals;
using simulation::death;
using simulation::line_of_runs;
using enum simulation::journal_writes::moment;
using end = line_of_runs::end;

namespace {

simulation::portal_scenario scene() {
    simulation::portal_scenario made;
    made.sim.users = 14;
    made.limits = {.burst = 40, .rate = 20};
    made.sim.rules.rate.burst = made.limits.burst;
    made.sim.rules.rate.rate = made.limits.rate;
    made.connections = 6;
    made.way = 20ms;
    made.what = simulation::work::everything;
    return made;
}

struct reference {
    line_of_runs line{scene()};
    std::uint64_t writes = 0;

    reference() {
        BOOST_TEST_REQUIRE((line.live() == end::complete));
        writes = line.writes();
    }
};

reference& undisturbed() {
    static reference made;
    return made;
}

void expect_no_fault(line_of_runs& line, const death& how) {
    const auto faults = line.faults(undisturbed().line, how.kept);
    for (const auto& each : faults) BOOST_TEST(false, each);
}

// What a process leaves that dies with this write is gone on with. Gives the calls of which nobody
// knows whether they were made.
std::size_t die_and_go_on(const death& how) {
    std::size_t doubts = 0;
    BOOST_TEST_CONTEXT(
        "death " << (how.with.when == before ? "before" : "after") << " write " << how.with.number
    ) {
        line_of_runs line(scene());
        BOOST_TEST_REQUIRE((line.live(how) == end::died));
        BOOST_TEST((line.live() == end::complete));
        expect_no_fault(line, how);
        doubts = line.doubts();
    }
    return doubts;
}

void die_with_every_write(
    simulation::journal_writes::moment when, death::journal kept = death::journal::up_to_date
) {
    using enum death::on_the_way;
    std::size_t doubts = 0;
    for (std::uint64_t write = 1; write <= undisturbed().writes; ++write)
        doubts += die_and_go_on({{write, when}, kept, write % 2 == 0 ? arrives : is_lost});
    BOOST_TEST(doubts >= scene().sim.users);  // otherwise it was not hard enough
}

}  // namespace

BOOST_AUTO_TEST_SUITE(every_write)

BOOST_AUTO_TEST_CASE(a_run_that_nobody_disturbs_is_right_by_itself) {
    auto& [line, writes] = undisturbed();
    BOOST_TEST(writes > 100U);
    BOOST_TEST(line.runs() == 1U);
    for (const auto& each : line.faults(line)) BOOST_TEST(false, each);
    BOOST_TEST((line.live() == end::complete));
    BOOST_TEST(line.runs() == 1U);  // there was nothing to go on with
}

BOOST_AUTO_TEST_CASE(a_death_right_before_any_write_is_made_good) {
    die_with_every_write(before);
}

BOOST_AUTO_TEST_CASE(a_death_right_after_any_write_is_made_good) {
    die_with_every_write(after);
}

BOOST_AUTO_TEST_CASE(a_death_is_made_good_of_which_the_journal_knows_as_little_as_it_may) {
    die_with_every_write(before, death::journal::behind);
}

// Each life is long enough to read everybody again whom the one before left open, and goes a little
// further.
BOOST_AUTO_TEST_CASE(whoever_dies_again_and_again_comes_to_the_end_all_the_same) {
    for (std::uint64_t stamina = 52; stamina <= 68; stamina += 4) {
        BOOST_TEST_CONTEXT("a life of " << stamina << " writes") {
            line_of_runs line(scene());
            death how{{stamina, stamina % 2 == 0 ? before : after}};
            std::size_t deaths = 0;
            while (line.live(how) == end::died && deaths < 100) ++deaths;
            BOOST_TEST(deaths > 1U);
            BOOST_TEST_REQUIRE(deaths < 100U);
            expect_no_fault(line, how);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
