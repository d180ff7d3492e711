#include "pacing/retry_budget.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <vector>

using namespace std::chrono_literals;

namespace {

constexpr auto start = base::time_point(1h);

}  // namespace

BOOST_AUTO_TEST_SUITE(retry_budget_rule)

BOOST_AUTO_TEST_CASE(the_reserve_is_free_and_then_repetitions_wait_their_turn) {
    pacing::retry_budget budget({.share = 0.2, .reserve = 3}, 2);
    for (int i = 0; i < 3; ++i) BOOST_TEST((budget.next(start) == start));
    BOOST_TEST((budget.next(start) == start + 5s));
    BOOST_TEST((budget.next(start) == start + 10s));
    BOOST_TEST((budget.next(start + 1h) == start + 1h + 5s));
}

BOOST_AUTO_TEST_CASE(every_request_earns_its_share_and_no_more_is_saved_than_the_reserve) {
    pacing::retry_budget budget({.share = 1, .reserve = 2}, 2);
    for (int i = 0; i < 100; ++i) budget.sent();
    for (int i = 0; i < 2; ++i) BOOST_TEST((budget.next(start) == start));
    BOOST_TEST((budget.next(start) > start));
    budget.sent();
    budget.sent();
    BOOST_TEST((budget.next(start) == start));
}

// Half of all requests fail; a request leaves every 10 ms, as fast as the portal lets, a repetition
// as soon as it may.
BOOST_AUTO_TEST_CASE(an_ailing_portal_gets_no_more_repetitions_than_the_share) {
    pacing::retry_budget budget({.share = 0.2, .reserve = 10}, 100);
    std::vector<base::time_point> due;
    int repeated = 0;
    int sent = 0;
    for (auto now = start; now < start + 60s; now += 10ms) {
        const auto ready = std::ranges::find_if(due, [&](auto at) { return at <= now; });
        if (ready != due.end()) {
            due.erase(ready);
            ++repeated;
        }
        budget.sent();
        if (++sent % 2 == 0) due.push_back(budget.next(now));
    }
    BOOST_TEST(sent == 6000);
    BOOST_TEST(repeated <= sent * 0.2 + 10);
    BOOST_TEST(repeated >= sent * 0.19);
}

BOOST_AUTO_TEST_SUITE_END()
