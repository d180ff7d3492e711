#include "pacing/leaky_bucket.hpp"
#include "support/jobs.hpp"
#include "support/lane_play.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <vector>

using namespace std::chrono_literals;

namespace {

struct event {
    enum class kind { sent, answered };
    kind what;
    base::time_point at;
    model::job_number job;
};

class recorder : public support::deaf_progress {
public:
    explicit recorder(async::clock_source& clock) : clock_(clock) {}
    void request_sent(const model::request& what, base::wall_time) override {
        events.push_back({event::kind::sent, clock_.now(), what.commands.front().job});
    }
    void request_answered(
        const model::request& what, const model::reply&, base::wall_time, base::wall_time
    ) override {
        events.push_back({event::kind::answered, clock_.now(), what.commands.front().job});
    }
    std::vector<event> events;

private:
    async::clock_source& clock_;
};

// Whether a request could leave, reckoned from what was seen and by nothing of the lane's own.
class onlooker {
public:
    onlooker(pacing::bucket_limits limits, std::size_t connections, const std::vector<event>& all)
        : bucket_(limits), connections_(connections) {
        for (const auto& each : all)
            if (each.what == event::kind::sent) ++to_come_[each.job];
        ready_ = to_come_.size();
    }
    void see(const event& one) {
        auto& left = to_come_.at(one.job);
        if (one.what == event::kind::sent) {
            bucket_.take(one.at);
            ++in_flight_;
            --left;
            --ready_;
        } else {
            bucket_.answered(one.at);
            --in_flight_;
            if (left != 0) ++ready_;
        }
    }
    // time_point::max() = not before something is answered.
    [[nodiscard]] base::time_point could_send(base::time_point now) const {
        if (ready_ == 0 || in_flight_ >= connections_) return base::time_point::max();
        return std::max(now, bucket_.ready_at(now));
    }

private:
    pacing::leaky_bucket bucket_;
    std::size_t connections_;
    std::map<model::job_number, int> to_come_;
    std::size_t ready_ = 0;  // jobs of which something could be sent
    std::size_t in_flight_ = 0;
};

std::vector<model::step> some_steps(std::mt19937_64& random) {
    std::vector<model::step> steps;
    if (random() % 2 == 0) steps.push_back(support::section_step("Meetings"));
    if (random() % 3 != 0 || steps.empty())
        steps.push_back(support::settings_step({support::set("view", "week")}));
    return steps;
}

void random_workload(support::lane_play& lane, std::mt19937_64& random) {
    const double rates[] = {2, 5, 20, 1.5, 0.7};
    lane.options.limits = {
        .burst = 3 + static_cast<std::uint32_t>(random() % 60),
        .rate = rates[random() % std::size(rates)],
        .share = random() % 2 == 0 ? 1.0 : 0.9
    };
    lane.options.connections = 1 + random() % 12;
    const auto users = 20 + static_cast<std::int64_t>(random() % 120);
    for (std::int64_t i = 0; i < users; ++i) {
        lane.jobs.items.push_back(support::item(i + 1, some_steps(random)));
        lane.jobs.items.back().number = model::job_number(static_cast<std::uint64_t>(i));
    }
    lane.portal.before_effect = [&](const model::request&) -> std::optional<model::reply> {
        lane.portal.latency = std::chrono::milliseconds(1 + random() % 800);
        return std::nullopt;
    };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(never_idle)

BOOST_AUTO_TEST_CASE(a_lane_that_may_send_and_has_work_sends_at_that_very_moment) {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) BOOST_TEST_CONTEXT("seed " << seed) {
            std::mt19937_64 random(seed);
            support::lane_play lane;
            random_workload(lane, random);
            recorder seen(lane.clock);
            lane.run_with(seen);
            BOOST_REQUIRE(seen.events.size() > 40U);
            onlooker nobody(lane.options.limits, lane.options.connections, seen.events);
            for (std::size_t i = 0; i + 1 < seen.events.size(); ++i) {
                nobody.see(seen.events[i]);
                const auto could = nobody.could_send(seen.events[i].at);
                if (seen.events[i + 1].at <= could) continue;
                BOOST_TEST_ERROR("idle before event " << i + 1);
                break;
            }
            // And the burst was used: as many at once as the limits let.
            const auto at_once = std::ranges::count_if(seen.events, [&](const event& each) {
                return each.what == event::kind::sent && each.at == seen.events.front().at;
            });
            const auto burst = pacing::leaky_bucket(lane.options.limits).memory();
            const auto most = std::min({burst, lane.options.connections, lane.jobs.items.size()});
            BOOST_TEST(static_cast<std::size_t>(at_once) == most);
        }
}

BOOST_AUTO_TEST_SUITE_END()
