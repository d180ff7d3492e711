#include "pacing/backoff.hpp"
#include "pacing/leaky_bucket.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <random>
#include <vector>

using namespace std::chrono_literals;

namespace {

constexpr auto start = base::time_point(1000h);
constexpr auto night = 40min;
constexpr auto settled_after = 10min;
constexpr auto latency = 40ms;

enum class refused { count, do_not_count };

// The portal's side (portal-facts 3); whether a refused request raises the counter is not known.
class portal {
public:
    portal(double burst, double rate, refused how) : burst_(burst), rate_(rate), how_(how) {}
    bool accepts(base::time_point at) {
        for (; next_leak_ <= at; next_leak_ += 1s) level_ = std::max(0.0, level_ - rate_);
        const bool good = level_ + 1 <= burst_;
        if (good || how_ == refused::count) level_ += 1;
        return good;
    }

private:
    double burst_;
    double rate_;
    refused how_;
    base::time_point next_leak_ = start + 300ms;
    double level_ = 0;
};

// One of us: always has work, goes by its bucket.
struct client {
    pacing::leaky_bucket bucket;
    std::uint32_t in_a_row = 0;
    int accepted = 0;
    int refusals = 0;

    // Sends what may leave at `now`; it is answered at once, `latency` later on the portal's clock.
    void turn(base::time_point now, portal& there, double chance) {
        while (bucket.ready_at(now) <= now) {
            bucket.take(now);
            bucket.answered(now + latency);
            const bool good = there.accepts(now + latency / 2);
            in_a_row = good ? 0 : in_a_row + 1;
            const bool counts = now >= start + settled_after;
            if (good) {
                accepted += counts ? 1 : 0;
                continue;
            }
            refusals += counts ? 1 : 0;
            bucket.refused(now, now + latency, pacing::pause_after_refusal({}, in_a_row, chance));
        }
    }
};

constexpr double seconds_counted = std::chrono::duration<double>(night - settled_after).count();

}  // namespace

BOOST_AUTO_TEST_SUITE(foreign_traffic)

BOOST_AUTO_TEST_CASE(who_takes_half_leaves_us_the_other_half_and_few_refusals) {
    for (const auto how : {refused::count, refused::do_not_count})
        for (const double rate : {2.0, 20.0})
            BOOST_TEST_CONTEXT("rate " << rate << ", refused " << static_cast<int>(how)) {
                std::mt19937_64 random(5);
                portal there(50, rate, how);
                client us{pacing::leaky_bucket(
                    {.burst = 50,
                     .rate = rate,
                     .refused = how == refused::count ? pacing::refused_requests::count
                                                      : pacing::refused_requests::free}
                )};
                const auto every = std::chrono::duration_cast<base::duration>(2s / rate);
                auto next_foreign = start;
                for (auto now = start; now < start + night; now += 10ms) {
                    for (; next_foreign <= now; next_foreign += every) there.accepts(next_foreign);
                    us.turn(now, there, static_cast<double>(random() % 100) / 100);
                }
                const auto free = seconds_counted * rate / 2;
                BOOST_TEST_MESSAGE(
                    "rate " << rate << ": " << us.accepted / free << " of what is free, "
                            << us.refusals << " refusals"
                );
                BOOST_TEST(us.accepted >= 0.95 * free);
                BOOST_TEST(us.refusals <= 0.03 * free);
                BOOST_TEST(us.refusals > 0);
            }
}

// Somebody else has filled the bucket, and a whole burst of ours meets it: where refused requests
// count, the bucket holds two bursts then, and whoever does not know that is refused again.
BOOST_AUTO_TEST_CASE(a_whole_burst_that_is_refused_is_waited_for_where_it_counts) {
    for (const auto ours : {pacing::refused_requests::count, pacing::refused_requests::free}) {
        portal there(50, 2, refused::count);
        for (int i = 0; i < 50; ++i) there.accepts(start);
        client us{pacing::leaky_bucket({.burst = 50, .rate = 2, .refused = ours})};
        std::vector<base::time_point> refusals;
        for (int i = 0; i < 50; ++i) {
            us.bucket.take(start);
            if (!there.accepts(start + 20ms)) refusals.push_back(start);
        }
        BOOST_TEST(refusals.size() == 50U);
        for (const auto sent : refusals) {
            us.bucket.answered(start + 40ms);
            us.bucket.refused(sent, start + 40ms, 1s);
        }
        for (auto now = start + 50ms; now < start + 2min; now += 10ms) {
            while (us.bucket.ready_at(now) <= now) {
                us.bucket.take(now);
                us.bucket.answered(now + latency);
                if (there.accepts(now + latency / 2)) continue;
                ++us.refusals;
                us.bucket.refused(now, now + latency, 1s);
            }
        }
        if (ours == pacing::refused_requests::count)
            BOOST_TEST(us.refusals == 0);
        else
            BOOST_TEST(us.refusals > 3);
    }
}

BOOST_AUTO_TEST_CASE(two_who_do_alike_end_with_equal_parts) {
    std::mt19937_64 random(6);
    portal there(50, 20, refused::count);
    client one{pacing::leaky_bucket({.burst = 50, .rate = 20})};
    client other{pacing::leaky_bucket({.burst = 50, .rate = 20})};
    // The one has had a bad time before.
    for (int i = 0; i < 10; ++i) one.bucket.refused(start - 1h + i * 1s, start - 1h + i * 1s, 0s);
    for (auto now = start; now < start + night; now += 10ms) {
        const auto chance = static_cast<double>(random() % 100) / 100;
        (random() % 2 == 0 ? one : other).turn(now, there, chance);
        (random() % 2 == 0 ? one : other).turn(now, there, chance);
    }
    const auto all = seconds_counted * 20;
    BOOST_TEST_MESSAGE(one.accepted / all << " and " << other.accepted / all);
    BOOST_TEST(one.accepted + other.accepted >= 0.95 * all);
    BOOST_TEST(
        std::min(one.accepted, other.accepted) >= 0.7 * std::max(one.accepted, other.accepted)
    );
    BOOST_TEST(one.refusals + other.refusals <= 0.03 * all);
}

BOOST_AUTO_TEST_CASE(the_rate_comes_back_when_the_other_is_gone) {
    pacing::leaky_bucket bucket({.burst = 50, .rate = 20});
    for (int i = 0; i < 20; ++i) bucket.refused(start + i * 1s, start + i * 1s, 0s);
    BOOST_TEST(bucket.rate_in_force() == 4.0, boost::test_tools::tolerance(1e-6));
    double last = 4;
    int answers = 0;
    for (auto now = start + 1h; bucket.rate_in_force() < 19.99; now += 1s) {
        while (bucket.ready_at(now) <= now) {
            bucket.take(now);
            bucket.answered(now);
            ++answers;
        }
        // In equal steps, a twentieth of the full rate each.
        BOOST_TEST(bucket.rate_in_force() <= last + 3.01);
        last = bucket.rate_in_force();
    }
    BOOST_TEST(answers <= 360);
}

BOOST_AUTO_TEST_SUITE_END()
