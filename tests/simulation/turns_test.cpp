#include "simulation/rehearsal.hpp"
#include "support/print.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using model::user_outcome;

namespace {

constexpr std::int64_t users = 240;
constexpr std::int64_t small_begins = 202;  // the last 40; the first user is 2

// Two policies that share the roster: `big` has its first 200 users, `small` the 40 behind them.
policy::policy_set policies_of(
    const std::string& big, const std::string& small, const std::string& steps_of_big
) {
    const auto text = [](const std::string& name,
                         const std::string& spec,
                         const std::string& when,
                         const std::string& steps) {
        return fmt::format(
            "apiVersion: muster/v1\nkind: Policy\nmetadata: {{ name: {} }}\nspec:\n{}  when: "
            "user.id {}\n  steps:\n{}",
            name,
            spec,
            when,
            steps
        );
    };
    const std::string settings =
        "    - { ensure: calendar.user.settings, with: { view: week, showDeclined: false } }\n";
    const auto boundary = std::to_string(small_begins);
    const auto first =
        text("big", big, "< " + boundary, steps_of_big.empty() ? settings : steps_of_big);
    const auto second = text("small", small, ">= " + boundary, settings);
    const policy::policy_text both[] = {{first, "big.yaml"}, {second, "small.yaml"}};
    base::diagnostics problems;
    auto made = policy::policy_set::read_texts(both, catalog::definitions::built_in(), problems);
    if (!made) throw std::runtime_error(base::to_text(problems.sorted().front()));
    return std::move(*made);
}

// Counts whose jobs are under way and in what order they end.
class counter final : public support::deaf_progress {
public:
    void job_opened(const model::work_item& item) override {
        if (item.what.who.id.value() >= small_begins) small_.insert(item.number);
    }
    void request_sent(const model::request& what, base::wall_time) override {
        largest = std::max(largest, what.commands.size());
        for (const auto& each : what.commands)
            if (!small_.contains(each.job)) under_way_.insert(each.job);
        most_of_big = std::max(most_of_big, under_way_.size());
    }
    void job_closed(const model::job_result& what) override {
        under_way_.erase(what.number);
        ++ended_;
        if (small_.contains(what.number)) last_of_small = ended_;
    }

    std::size_t most_of_big = 0;    // at once
    std::size_t last_of_small = 0;  // its place among all that ended
    std::size_t largest = 0;        // request, in commands

private:
    std::set<model::job_number> small_;
    std::set<model::job_number> under_way_;
    std::size_t ended_ = 0;
};

struct night {
    simulation::rehearsal stage{[] {
        portal_sim::portal_options made;
        made.users = static_cast<std::size_t>(users);
        made.rules.rate.burst = 50;
        made.rules.rate.rate = 20;
        return made;
    }()};
    counter seen;

    simulation::rehearsal::outcome play(
        const std::string& big, const std::string& small, const std::string& steps_of_big = ""
    ) {
        const auto policies = policies_of(big, small, steps_of_big);
        // As the program does (cli/lane_settings).
        if (policies.turns() == policy::turn_taking::given)
            stage.options.board.look_ahead = stage.options.board.most_open;
        auto ended = stage.apply_all(policies, seen);
        BOOST_TEST(ended.summary.users[user_outcome::changed] == static_cast<std::uint64_t>(users));
        return ended;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(turns, night)

BOOST_AUTO_TEST_CASE(without_weights_the_roster_is_the_order) {
    play("", "");
    BOOST_TEST(seen.last_of_small == 240U);
}

BOOST_AUTO_TEST_CASE(a_weight_is_a_share_of_the_requests_wherever_the_users_stand) {
    play("", "  weight: 4\n");
    // Four of five requests, so that ten of the others are done beside the forty; and some were
    // under way.
    BOOST_TEST(seen.last_of_small >= 45U);
    BOOST_TEST(seen.last_of_small <= 50U + 10U);
}

BOOST_AUTO_TEST_CASE(the_same_the_other_way_round) {
    play("  weight: 4\n", "");
    // Forty of one and a hundred and sixty of the other.
    BOOST_TEST(seen.last_of_small >= 190U);
    BOOST_TEST(seen.last_of_small <= 200U + 10U);
}

BOOST_AUTO_TEST_CASE(turns_cost_no_time) {
    night other;
    const auto plain = other.play("", "");
    const auto weighted = play("", "  weight: 4\n");
    BOOST_TEST(weighted.summary.lane.requests == plain.summary.lane.requests);
    BOOST_TEST((weighted.took <= plain.took + 100ms));
}

BOOST_AUTO_TEST_CASE(a_throttle_is_how_many_are_under_way_at_once) {
    play("  throttle: 3\n", "");
    BOOST_TEST(seen.most_of_big == 3U);
}

BOOST_AUTO_TEST_CASE(without_a_throttle_there_are_more) {
    play("", "  weight: 2\n");
    BOOST_TEST(seen.most_of_big > 3U);
}

BOOST_AUTO_TEST_CASE(a_throttle_holds_for_an_administrators_batches_as_well) {
    play(
        "  throttle: 5\n",
        "",
        "    - { call: im.notify.system.add, as: admin, with: { USER_ID: \"${user.id}\", MESSAGE: "
        "hello, CLIENT_ID: muster } }\n"
    );
    BOOST_TEST(seen.most_of_big == 5U);
    BOOST_TEST(seen.largest <= 8U);
}

BOOST_AUTO_TEST_CASE(a_throttle_is_kept_in_every_wave) {
    stage.options.selected = static_cast<std::uint64_t>(users);
    stage.options.waves = {1, 60, 179};
    play("  throttle: 3\n", "  weight: 4\n");
    BOOST_TEST(seen.most_of_big == 3U);
}

BOOST_AUTO_TEST_SUITE_END()
