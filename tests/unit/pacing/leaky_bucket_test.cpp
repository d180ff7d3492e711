#include "pacing/leaky_bucket.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <deque>
#include <random>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using pacing::bucket_limits;
using pacing::leaky_bucket;
using pacing::refused_requests;

namespace {

constexpr auto start = base::time_point(1000h);

// The portal's side (portal-facts 3), strict reading: a request that would raise the counter above
// `burst` is refused.
class portal_bucket {
public:
    portal_bucket(std::uint32_t burst, double rate, base::duration phase)
        : burst_(burst), rate_(rate), next_leak_(start - 10s + phase) {}

    bool arrive(base::time_point at) {
        for (; next_leak_ <= at; next_leak_ += 1s) level_ = std::max(0.0, level_ - rate_);
        level_ += 1;
        highest_ = std::max(highest_, level_);
        return level_ <= burst_;
    }
    [[nodiscard]] double highest() const { return highest_; }

private:
    double burst_;
    double rate_;
    base::time_point next_leak_;
    double level_ = 0;
    double highest_ = 0;
};

struct played {
    base::duration makespan{};
    double highest = 0;
};

// Sends `count` requests, as early as the bucket allows, over a way whose latency varies.
played play(
    leaky_bucket& ours,
    portal_bucket& theirs,
    int count,
    std::mt19937_64& random,
    base::duration slowest
) {
    std::vector<base::time_point> arrivals;
    std::deque<base::time_point> answers;
    std::uniform_int_distribution<std::int64_t> latency(
        1'000'000, std::max<std::int64_t>(1'000'001, slowest.count())
    );
    auto now = start;
    auto last = start;
    for (int sent = 0; sent < count;) {
        const auto ready = ours.ready_at(now);
        const auto next_answer = answers.empty()
                                     ? base::time_point::max()
                                     : *std::min_element(answers.begin(), answers.end());
        const auto next = std::max(now, std::min(ready, next_answer));
        BOOST_REQUIRE(next < base::time_point::max());
        now = next;
        if (next_answer <= now) {
            answers.erase(std::min_element(answers.begin(), answers.end()));
            ours.answered(now);
            continue;
        }
        ours.take(now);
        const auto there = base::duration(latency(random));
        arrivals.push_back(now + there);
        answers.push_back(now + there + base::duration(latency(random)));
        last = now;
        ++sent;
    }
    std::sort(arrivals.begin(), arrivals.end());
    for (const auto at : arrivals) theirs.arrive(at);
    return {last - start, theirs.highest()};
}

// Sends and is answered at once, as soon as the bucket allows.
void send_when_ready(leaky_bucket& bucket, base::time_point& now) {
    while (bucket.ready_at(now) > now) now = bucket.ready_at(now);
    bucket.take(now);
    bucket.answered(now);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(leaky_bucket_rule)

BOOST_AUTO_TEST_CASE(the_burst_leaves_at_once_and_then_a_step_a_second) {
    leaky_bucket bucket({.burst = 50, .rate = 20});
    for (int i = 0; i < 50; ++i) {
        BOOST_TEST((bucket.ready_at(start) <= start));
        bucket.take(start);
        bucket.answered(start);
    }
    for (int i = 0; i < 20; ++i) {
        BOOST_TEST((bucket.ready_at(start) == start + 1s));
        bucket.take(start + 1s);
        bucket.answered(start + 1s);
    }
    BOOST_TEST((bucket.ready_at(start + 1s) == start + 2s));
}

BOOST_AUTO_TEST_CASE(waits_for_an_answer_when_a_whole_burst_is_under_way) {
    leaky_bucket bucket({.burst = 3, .rate = 1});
    for (int i = 0; i < 3; ++i) bucket.take(start);
    BOOST_TEST((bucket.ready_at(start) == base::time_point::max()));
    bucket.answered(start + 200ms);
    BOOST_TEST((bucket.ready_at(start + 200ms) == start + 1200ms));
}

BOOST_AUTO_TEST_CASE(idleness_gives_the_burst_back_and_no_more) {
    leaky_bucket bucket({.burst = 5, .rate = 1});
    for (int i = 0; i < 5; ++i) {
        bucket.take(start);
        bucket.answered(start);
    }
    const auto later = start + 1h;
    for (int i = 0; i < 5; ++i) {
        BOOST_TEST((bucket.ready_at(later) <= later));
        bucket.take(later);
        bucket.answered(later);
    }
    BOOST_TEST((bucket.ready_at(later) == later + 1s));
}

BOOST_AUTO_TEST_CASE(an_earlier_run_is_not_forgotten) {
    // 50 requests, all answered two seconds ago: the portal has let go of 40 of them by now, at the
    // worst.
    leaky_bucket bucket({.burst = 50, .rate = 20});
    const std::vector<pacing::past_request> past(50, {start - 2s, start - 2s});
    bucket.recall(past);
    int at_once = 0;
    while (bucket.ready_at(start) <= start) {
        bucket.take(start);
        bucket.answered(start);
        ++at_once;
    }
    BOOST_TEST(at_once == 40);
}

BOOST_AUTO_TEST_CASE(what_is_long_past_takes_nothing_away) {
    leaky_bucket bucket({.burst = 5, .rate = 1});
    const std::vector<pacing::past_request> past(3, {start - 1h, start - 1h});
    bucket.recall(past);
    for (int i = 0; i < 5; ++i) {
        BOOST_TEST((bucket.ready_at(start) <= start));
        bucket.take(start);
        bucket.answered(start);
    }
    BOOST_TEST((bucket.ready_at(start) == start + 1s));
}

// A directory is read with a few requests, and then a run begins.
BOOST_AUTO_TEST_CASE(a_few_requests_take_away_no_more_than_themselves) {
    for (const std::size_t yesterday : {0U, 42U}) {
        leaky_bucket bucket({.burst = 50, .rate = 2, .share = 0.9});
        std::vector<pacing::past_request> past(yesterday, {start - 24h, start - 24h});
        past.insert(past.end(), 3, {start - 1s, start - 1s});
        bucket.recall(past);
        int at_once = 0;
        while (bucket.ready_at(start) <= start) {
            bucket.take(start);
            bucket.answered(start);
            ++at_once;
        }
        BOOST_TEST(at_once == 42);
    }
}

BOOST_AUTO_TEST_CASE(runs_with_pauses_in_between_never_run_over) {
    std::mt19937_64 random(17);
    for (int phase = 0; phase < 40; ++phase) {
        const bucket_limits limits{.burst = 20, .rate = 5};
        portal_bucket theirs(20, 5, phase * 25ms);
        std::vector<pacing::past_request> past;
        auto now = start;
        for (int run = 0; run < 8; ++run) {
            leaky_bucket ours(limits);
            ours.recall(std::span(past).last(std::min(past.size(), ours.memory())));
            for (auto count = random() % 30; count != 0; --count) {
                send_when_ready(ours, now);
                past.push_back({now, now});
            }
            now += base::duration(random() % 8'000'000'000ULL);
        }
        for (const auto& each : past) theirs.arrive(each.sent);
        BOOST_TEST(theirs.highest() <= 20);
    }
}

BOOST_AUTO_TEST_CASE(two_runs_one_after_the_other_never_run_over) {
    std::mt19937_64 random(11);
    for (int phase = 0; phase < 40; ++phase) {
        const auto pause = base::duration(random() % 4'000'000'000ULL);
        const bucket_limits limits{.burst = 20, .rate = 5};
        portal_bucket theirs(20, 5, phase * 25ms);
        std::vector<pacing::past_request> past;
        auto now = start;
        for (int run = 0; run < 3; ++run) {
            leaky_bucket ours(limits);
            ours.recall(std::span(past).last(std::min(past.size(), ours.memory())));
            for (int i = 0; i < 60; ++i) {
                send_when_ready(ours, now);
                past.push_back({now, now});
            }
            now += pause;
        }
        for (const auto& each : past) theirs.arrive(each.sent);
        BOOST_TEST(theirs.highest() <= 20);
    }
}

BOOST_AUTO_TEST_CASE(a_share_takes_that_much_of_burst_and_rate) {
    leaky_bucket bucket({.burst = 50, .rate = 2, .share = 0.9});
    for (int i = 0; i < 45; ++i) {
        BOOST_REQUIRE((bucket.ready_at(start) <= start));
        bucket.take(start);
        bucket.answered(start);
    }
    BOOST_TEST((bucket.ready_at(start) > start + 1100ms));
    BOOST_TEST(bucket.rate_in_force() == 1.8, boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(never_runs_over_whatever_the_phase_and_the_latency) {
    struct row {
        std::string name;
        bucket_limits limits;
        int count;
        base::duration slowest;
    };
    const std::vector<row> rows{
        {"standard plan, near", {.burst = 50, .rate = 2}, 200, 2ms},
        {"standard plan, far", {.burst = 50, .rate = 2}, 200, 400ms},
        {"enterprise, far", {.burst = 250, .rate = 5}, 600, 400ms},
        {"fast portal, jumpy way", {.burst = 50, .rate = 20}, 600, 900ms},
        {"small burst", {.burst = 3, .rate = 2}, 100, 300ms},
        {"burst below the rate", {.burst = 5, .rate = 20}, 300, 300ms},
        {"fractional rate", {.burst = 10, .rate = 1.5}, 100, 300ms},
        {"less than one a second", {.burst = 4, .rate = 0.5}, 30, 300ms},
        {"a share", {.burst = 50, .rate = 2, .share = 0.7}, 150, 300ms},
    };
    std::mt19937_64 random(20261123);
    for (const auto& each : rows) {
        BOOST_TEST_CONTEXT(each.name) {
            for (int phase = 0; phase < 40; ++phase) {
                leaky_bucket ours(each.limits);
                portal_bucket theirs(each.limits.burst, each.limits.rate, phase * 25ms);
                const auto seen = play(ours, theirs, each.count, random, each.slowest);
                BOOST_TEST(seen.highest <= each.limits.burst);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(takes_no_longer_than_the_worst_phase_needs) {
    std::mt19937_64 random(1);
    leaky_bucket ours({.burst = 50, .rate = 20});
    portal_bucket theirs(50, 20, 0ms);
    const auto seen = play(ours, theirs, 600, random, 2ms);
    // 550 requests above the burst, 20 a step: 28 steps. One latency, of the first answer, comes on
    // top.
    BOOST_TEST((seen.makespan >= 28s));
    BOOST_TEST((seen.makespan < 28s + 10ms));
}

BOOST_AUTO_TEST_CASE(a_refusal_silences_and_then_slows_down_once_for_all_that_were_under_way) {
    leaky_bucket bucket({.burst = 50, .rate = 2, .refused = refused_requests::free});
    bucket.take(start);
    bucket.take(start);
    bucket.answered(start + 10ms);
    bucket.refused(start, start + 10ms, 1s);
    bucket.answered(start + 11ms);
    bucket.refused(start, start + 11ms, 1s);
    BOOST_TEST(bucket.rate_in_force() == 1.6, boost::test_tools::tolerance(1e-6));
    BOOST_TEST((bucket.ready_at(start + 20ms) == start + 1011ms));
    // The burst is gone: after the pause one step leaves, then the next step waits.
    const auto after = start + 1300ms;
    for (int i = 0; i < 2; ++i) {
        BOOST_REQUIRE((bucket.ready_at(after) <= after));
        bucket.take(after);
        bucket.answered(after);
    }
    BOOST_TEST((bucket.ready_at(after) > after + 1s));
}

BOOST_AUTO_TEST_CASE(trust_comes_back_with_good_answers) {
    leaky_bucket bucket({.burst = 50, .rate = 2});
    bucket.take(start);
    bucket.answered(start);
    bucket.refused(start, start, 1s);
    auto now = start + 10s;
    for (int i = 0; i < 80; ++i) send_when_ready(bucket, now);
    BOOST_TEST(bucket.rate_in_force() == 2.0, boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(does_not_become_slower_than_a_fifth) {
    leaky_bucket bucket({.burst = 50, .rate = 2});
    auto now = start;
    for (int i = 0; i < 40; ++i) {
        send_when_ready(bucket, now);
        bucket.refused(now, now, 1s);
    }
    BOOST_TEST(bucket.rate_in_force() == 0.4, boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_SUITE_END()
