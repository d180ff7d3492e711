#include "support/jobs.hpp"
#include "support/lane_play.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

using namespace std::chrono_literals;
using model::user_outcome;
using support::item;
using support::notify_step;
using support::set;
using support::settings_step;

namespace {

// One request a second.
struct slow : support::lane_play {
    slow() {
        options.limits = {.burst = 1, .rate = 1};
        options.connections = 4;
    }
    void add_both(int users) {
        for (int i = 1; i <= users; ++i) {
            jobs.items.push_back(item(i, {settings_step({set("view", "week")}), notify_step(i)}));
            jobs.items.back().number = model::job_number(static_cast<std::uint64_t>(i - 1));
        }
    }
    // Of each request, in the order of sending: how many commands of the administrator it had.
    [[nodiscard]] std::vector<std::size_t> admin_commands() const {
        std::vector<std::size_t> found;
        for (const auto& each : portal.log)
            if (each.what.credential == model::admin_credential())
                found.push_back(each.what.commands.size());
        return found;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(late_binding, slow)

// The first one's message is ready while a slot is awaited, and so is the next one's before it
// opens.
BOOST_AUTO_TEST_CASE(what_becomes_ready_while_a_slot_is_awaited_rides_along) {
    add_both(2);
    run();
    BOOST_TEST(journal.count(user_outcome::changed) == 2U);
    BOOST_TEST(admin_commands() == std::vector<std::size_t>{2U}, boost::test_tools::per_element());
    BOOST_TEST(portal.log.size() == 5U);
}

BOOST_AUTO_TEST_SUITE_END()
