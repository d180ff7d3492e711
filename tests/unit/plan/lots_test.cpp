#include "plan/lots.hpp"

#include "played_board.hpp"
#include "support/print.hpp"

#include <map>

using support::item;
using support::notify_step;
using support::set;
using support::settings_step;

namespace {

model::work_item of(const char* policy, int id, std::uint32_t weight, std::uint32_t throttle) {
    auto made = item(id, {settings_step({set("view", "week")})});
    made.what.under = {policy, weight, throttle};
    return made;
}

std::vector<model::work_item> big_before_small(std::uint32_t weight_of_small) {
    std::vector<model::work_item> all;
    for (int i = 1; i <= 300; ++i) all.push_back(of("big", i, 1, 0));
    for (int i = 1001; i <= 1020; ++i) all.push_back(of("small", i, weight_of_small, 0));
    return all;
}

// How many requests had left when the last of the small policy's users was done.
std::size_t last_of_small(const played_board& play) {
    std::size_t last = 0;
    for (std::size_t i = 0; i < play.requests.size(); ++i)
        if (play.requests[i].commands[0].job.value() > 1000) last = i + 1;
    return last;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(lots, played_board)

BOOST_AUTO_TEST_CASE(policies_of_one_weight_share_the_requests_evenly) {
    options.look_ahead = options.most_open;
    run(big_before_small(1));
    BOOST_TEST(last_of_small(*this) <= 2U * 40U + 1U);
    BOOST_TEST(requests.size() == 2U * 320U);
}

BOOST_AUTO_TEST_CASE(a_weight_is_a_share) {
    options.look_ahead = options.most_open;
    run(big_before_small(4));
    // Four of five requests.
    BOOST_TEST(last_of_small(*this) <= 40U * 5U / 4U + 2U);
}

BOOST_AUTO_TEST_CASE(administrators_batches_take_turns_with_users) {
    options.look_ahead = options.most_open;
    std::vector<model::work_item> all;
    for (int i = 1; i <= 1000; ++i) {
        all.push_back(item(i, {notify_step(i)}));
        all.back().what.under = {"big", 1, 0};
    }
    for (int i = 1001; i <= 1005; ++i) all.push_back(of("small", i, 1, 0));
    run(std::move(all));
    BOOST_TEST(requests.size() == 20U + 10U);
    BOOST_TEST(last_of_small(*this) <= 21U);
}

BOOST_AUTO_TEST_CASE(a_throttled_policy_has_so_many_jobs_under_way) {
    options.look_ahead = options.most_open;
    window = 50;
    std::vector<model::work_item> all;
    for (int i = 1; i <= 40; ++i) all.push_back(of("slow", i, 1, 3));
    for (int i = 1001; i <= 1005; ++i) all.push_back(of("other", i, 1, 0));
    run(std::move(all));
    BOOST_TEST(closed.size() == 45U);
    std::map<std::uint64_t, int> seen;  // requests of each job: a job has two
    int under_way = 0;
    for (const auto& each : requests) {
        const auto job = each.commands[0].job.value();
        if (job > 1000) continue;
        const auto count = ++seen[job];
        under_way += count == 1 ? 1 : -1;
        BOOST_TEST(under_way <= 3);
    }
}

BOOST_AUTO_TEST_CASE(who_had_nothing_to_send_has_saved_nothing_up) {
    plan::lots turns;
    const auto a = turns.of({"a", 1, 0});
    const auto b = turns.of({"b", 1, 0});
    for (int i = 0; i < 10; ++i) turns.charge(a, 1);
    turns.push(a, model::job_number(1), plan::lots::origin::fresh);
    turns.push(b, model::job_number(2), plan::lots::origin::fresh);
    BOOST_TEST(turns.pass_of(b) == 9.0);
}

BOOST_AUTO_TEST_SUITE_END()
