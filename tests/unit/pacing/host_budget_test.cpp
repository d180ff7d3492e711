#include "pacing/host_budget.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

using namespace std::chrono_literals;
using pacing::bucket_limits;
using pacing::host_budget;
using pacing::refused_requests;

namespace {

constexpr auto start = base::time_point(1000h);
constexpr auto long_ago = base::time_point(1h);

std::vector<std::int64_t> memory_for(const bucket_limits& limits) {
    return std::vector<std::int64_t>(host_budget::words(limits));
}

// The portal's side (portal-facts 3), strict reading.
double highest_level(std::vector<base::time_point> arrivals, double rate, base::duration phase) {
    std::ranges::sort(arrivals);
    double level = 0;
    double highest = 0;
    auto leak = arrivals.front() - 10s + phase;
    for (const auto each : arrivals) {
        for (; leak <= each; leak += 1s) level = std::max(0.0, level - rate);
        highest = std::max(highest, ++level);
    }
    return highest;
}

// Processes that share one memory, each with its own view of it and its own latency.
struct world {
    struct process {
        host_budget budget;
        std::size_t seat;
        int left;
        std::vector<base::time_point> answers = {};  // to come
        base::time_point asks = start;
        base::time_point finished = start;
        int sent = 0;
    };
    bucket_limits limits;
    std::vector<std::int64_t> memory = memory_for(limits);
    std::vector<process> all = {};
    std::vector<base::time_point> arrivals = {};
    std::mt19937_64 random{1};
    base::duration slowest = 300ms;

    explicit world(bucket_limits given) : limits(given) {
        host_budget(memory).begin(limits, long_ago);
    }
    void join(int work) { all.push_back({host_budget(memory), all.size(), work}); }
    base::duration latency() {
        return base::duration(
            static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(slowest.count()) + 1)
        );
    }
    void turn(process& who, base::time_point now) {
        const auto due = [&](base::time_point each) { return each <= now; };
        for (auto each = std::ranges::count_if(who.answers, due); each > 0; --each) {
            who.budget.answered(who.seat, now);
            who.asks = now;
        }
        std::erase_if(who.answers, due);
        while (who.left > 0 && who.asks <= now) {
            if (const auto later = who.budget.take(who.seat, now)) {
                who.asks = *later;
                break;
            }
            const auto there = now + latency();
            arrivals.push_back(there);
            who.answers.push_back(there + latency());
            --who.left;
            ++who.sent;
            who.finished = now;
        }
    }
    [[nodiscard]] base::time_point next(const process& who) const {
        auto when = who.left > 0 ? who.asks : base::time_point::max();
        for (const auto each : who.answers) when = std::min(when, each);
        return when;
    }
    // Until nobody has anything left to do, or `stop`.
    base::time_point play(base::time_point now, base::time_point stop = base::time_point::max()) {
        for (;;) {
            auto when = base::time_point::max();
            for (const auto& each : all) when = std::min(when, next(each));
            if (when == base::time_point::max() || when > stop) return now;
            now = std::max(now, when);
            for (std::size_t i = 0; i < all.size(); ++i)
                turn(all[(i + random() % all.size()) % all.size()], now);
        }
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(host_budget_rule)

BOOST_AUTO_TEST_CASE(together_they_stay_below_the_limit_whatever_the_phase_and_the_latency) {
    const bucket_limits rows[] = {
        {.burst = 50, .rate = 20},
        {.burst = 50, .rate = 2},
        {.burst = 10, .rate = 1.5},
        {.burst = 50, .rate = 5, .share = 0.8}
    };
    for (const auto& limits : rows) BOOST_TEST_CONTEXT(limits.burst << " and " << limits.rate) {
            for (const std::size_t processes : {1U, 2U, 5U})
                for (int phase = 0; phase < 10; ++phase) {
                    world here(limits);
                    here.random.seed(static_cast<std::uint64_t>(phase));
                    for (std::size_t i = 0; i < processes; ++i) here.join(120);
                    here.play(start);
                    BOOST_TEST(here.arrivals.size() == 120 * processes);
                    BOOST_TEST(
                        highest_level(here.arrivals, limits.rate, phase * 100ms) <= limits.burst
                    );
                }
        }
}

BOOST_AUTO_TEST_CASE(together_they_take_little_longer_than_one_would_and_get_as_much_of_it) {
    for (const double rate : {2.0, 20.0}) {
        world here({.burst = 50, .rate = rate});
        here.slowest = 20ms;
        here.join(300);
        here.join(300);
        here.play(start);
        const auto least = std::chrono::duration<double>((600 - 50) / rate);
        const auto took = std::max(here.all[0].finished, here.all[1].finished) - start;
        BOOST_TEST((took <= least * 1.01 + 1.1s));
        // Whoever comes first has the burst; of what comes after, each has the half.
        const std::chrono::duration<double> apart = here.all[0].finished - here.all[1].finished;
        BOOST_TEST(std::abs(apart.count()) <= (50 + 20) / rate);
    }
}

BOOST_AUTO_TEST_CASE(who_dies_takes_nothing_with_him) {
    world here({.burst = 20, .rate = 5});
    here.join(1000);
    here.join(300);
    const auto when = here.play(start, start + 10s);
    BOOST_TEST(here.all[0].sent > 10);
    here.all[0].left = 0;
    here.all[0].answers.clear();  // nobody is there to hear them
    here.all[1].budget.leave(0, when);
    BOOST_TEST(here.all[1].budget.under_way(0) == 0U);
    const auto ended = here.play(when);
    BOOST_TEST(here.all[1].left == 0);
    BOOST_TEST((ended - when <= 300s / 5.0 + 5s));
    BOOST_TEST(highest_level(here.arrivals, 5, 0ms) <= 20);
}

BOOST_AUTO_TEST_CASE(alone_everything_is_taken_in_one_go) {
    world here({.burst = 50, .rate = 20});
    for (int i = 0; i < 50; ++i) BOOST_TEST(!host_budget(here.memory).take(3, start).has_value());
    BOOST_TEST((host_budget(here.memory).take(3, start) > start));
}

BOOST_AUTO_TEST_CASE(what_is_put_back_can_be_taken_by_another) {
    world here({.burst = 1, .rate = 1});
    host_budget one(here.memory);
    host_budget other(here.memory);
    BOOST_TEST(!one.take(0, start).has_value());
    one.put_back(0, start);
    BOOST_TEST(one.under_way(0) == 0U);
    BOOST_TEST(!other.take(1, start).has_value());
    BOOST_TEST(one.take(0, start).has_value());
}

BOOST_AUTO_TEST_CASE(a_full_bucket_empties_with_time) {
    const bucket_limits limits{.burst = 50, .rate = 20};
    auto memory = memory_for(limits);
    host_budget budget(memory);
    budget.begin(limits, start);
    BOOST_TEST((*budget.take(0, start) == start + 1s));
    int at_once = 0;
    while (!budget.take(0, start + 2s)) ++at_once;
    BOOST_TEST(at_once == 40);
}

BOOST_AUTO_TEST_CASE(other_limits_keep_the_past_and_the_tighter_ones_rule) {
    const bucket_limits narrow{.burst = 10, .rate = 5};
    const bucket_limits wide{.burst = 60, .rate = 20};
    auto memory = memory_for(narrow);
    host_budget budget(memory);
    budget.begin(narrow, long_ago);
    while (!budget.take(0, start)) budget.answered(0, start);
    BOOST_TEST(!budget.has_room_for(wide));
    auto more = memory_for(wide);
    host_budget grown(more);
    grown.begin(wide, budget);
    BOOST_TEST(grown.sane(start));
    int at_once = 0;
    while (!grown.take(0, start)) ++at_once;
    BOOST_TEST(at_once == 50);  // ten of sixty are used up
    grown.go_by_tighter(narrow);
    grown.leave(0, start);
    BOOST_TEST((*grown.take(0, start + 10ms) >= start + 1s));
}

BOOST_AUTO_TEST_CASE(what_the_portal_refuses_to_one_everybody_waits_for_and_is_slower_after) {
    const bucket_limits limits{.burst = 10, .rate = 5, .refused = refused_requests::free};
    auto memory = memory_for(limits);
    host_budget one(memory);
    host_budget other(memory);
    one.begin(limits, long_ago);
    one.refused(start, start + 50ms, 2s);
    BOOST_TEST((*other.take(1, start + 60ms) == start + 2050ms));
    BOOST_TEST(other.rate_in_force() == 4.0, boost::test_tools::tolerance(1e-6));
    // A portal that has refused is full; and five requests now take a quarter more than a second.
    int sent = 0;
    while (!other.take(1, start + 2050ms)) ++sent;
    BOOST_TEST(sent == 5);
    BOOST_TEST((*other.take(1, start + 2050ms) == start + 2550ms));
    // What was on its way at that moment was sent at the old rate, and says nothing new.
    other.refused(start + 40ms, start + 70ms, 0s);
    BOOST_TEST(one.rate_in_force() == 4.0, boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(where_refused_requests_count_each_has_taken_a_place) {
    const bucket_limits limits{.burst = 10, .rate = 5};
    auto memory = memory_for(limits);
    host_budget one(memory);
    host_budget other(memory);
    one.begin(limits, long_ago);
    for (int i = 0; i < 7; ++i) one.refused(start, start + 50ms, 0s);
    // Seven of five a period: the eighth leaves in the second one.
    int sent = 0;
    while (!other.take(1, start + 2550ms)) ++sent;
    BOOST_TEST(sent == 3);
    BOOST_TEST((*other.take(1, start + 2550ms) == start + 3800ms));
}

BOOST_AUTO_TEST_CASE(the_rate_comes_back_with_good_answers_of_anybody) {
    const bucket_limits limits{.burst = 10, .rate = 5};
    auto memory = memory_for(limits);
    host_budget one(memory);
    host_budget other(memory);
    one.begin(limits, long_ago);
    for (int i = 0; i < 30; ++i) one.refused(start + i * 1s, start + i * 1s, 0s);
    BOOST_TEST(one.rate_in_force() == 1.0, boost::test_tools::tolerance(1e-6));  // a fifth, no less
    for (int i = 0; i < 20; ++i) {
        auto& who = i % 2 == 0 ? one : other;
        const auto seat = static_cast<std::size_t>(i % 2);
        const auto now = start + 1h + i * 10s;
        BOOST_TEST(!who.take(seat, now).has_value());
        who.answered(seat, now);
    }
    BOOST_TEST(other.rate_in_force() == 1.25, boost::test_tools::tolerance(1e-6));
    one.forget_refusals(start + 1min);
    BOOST_TEST(one.rate_in_force() == 1.25, boost::test_tools::tolerance(1e-6));
    one.forget_refusals(start + 1h);
    BOOST_TEST(one.rate_in_force() == 5.0, boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(wider_limits_do_not_make_a_refusal_forgotten) {
    const bucket_limits narrow{.burst = 10, .rate = 5};
    const bucket_limits wide{.burst = 60, .rate = 20};
    auto memory = memory_for(narrow);
    host_budget(memory).begin(narrow, long_ago);
    host_budget(memory).refused(start, start, 3s);
    auto larger = memory_for(wide);
    host_budget(larger).begin(wide, host_budget(memory));
    BOOST_TEST(host_budget(larger).rate_in_force() == 16.0, boost::test_tools::tolerance(1e-6));
    BOOST_TEST((*host_budget(larger).take(0, start + 1s) == start + 3s));
}

BOOST_AUTO_TEST_CASE(what_nobody_can_have_written_is_not_believed) {
    const bucket_limits limits{.burst = 10, .rate = 5};
    auto good = memory_for(limits);
    BOOST_TEST(!host_budget(good).sane(start));
    host_budget(good).begin(limits, long_ago);
    BOOST_TEST(host_budget(good).sane(start));
    for (std::size_t word = 0; word < good.size(); ++word) {
        auto torn = good;
        torn[word] = std::int64_t{1} << 62U;
        // Whatever it is taken for, nothing breaks.
        host_budget budget(torn);
        if (!budget.sane(start)) continue;
        for (int i = 0; i < 20; ++i) budget.take(0, start);
        budget.leave(0, start);
    }
    for (std::size_t field = 0; field < 9; ++field) {
        auto torn = good;
        torn[field] = -1;
        BOOST_TEST(!host_budget(torn).sane(start), field);
    }
    BOOST_TEST(!host_budget(std::span(good).first(20)).sane(start));
}

BOOST_AUTO_TEST_SUITE_END()
