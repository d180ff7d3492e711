// How fast policies become jobs: policy_set::expand on users that are ready, nothing else.
#include "bench/rows.hpp"
#include "bench/workload.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

constexpr std::size_t expected_keys = 13;  // 12 settings and a reference to a step
constexpr std::int64_t block = 1'000;  // users that are made at a time, outside what is measured
constexpr std::int64_t stretch = 100'000;  // of the ten that are measured, the quickest counts

std::vector<model::user> users_from(std::int64_t first) {
    std::vector<model::user> made;
    for (std::int64_t id = first; id < first + block; ++id) made.push_back(bench::office_user(id));
    return made;
}

// A job of another shape would be another workload.
void check(const std::optional<model::job>& job) {
    std::size_t keys = 0;
    if (job)
        for (const auto& step : job->steps) keys += step.with.size();
    if (keys == expected_keys) return;
    std::fprintf(stderr, "bench: a job with %zu settings\n", keys);
    std::exit(1);
}

// Expands that many users from `first` on, one after the other, and keeps none. Gives the seconds
// of processor time that it took.
double expand(const policy::policy_set& policies, std::int64_t first, std::int64_t users) {
    base::diagnostics problems;
    double seconds = 0;
    for (const auto end = first + users; first < end; first += block) {
        auto ready = users_from(first);
        const double began = bench::cpu_seconds();
        for (auto& who : ready) check(policies.expand(std::move(who), problems));
        seconds += bench::cpu_seconds() - began;
    }
    return seconds;
}

}  // namespace

int main() {
    const auto policies = bench::office_policies();
    expand(policies, 1, 10'000);
    const double before = bench::peak_memory();
    double least = 1e9;
    for (std::int64_t first = 1; first < 1'000'000; first += stretch)
        least = std::min(least, expand(policies, first, stretch));
    const double grown = bench::peak_memory() - before;
    using bound = bench::target::bound;
    bench::print(
        {"users expanded and validated",
         static_cast<double>(stretch) / least,
         "users/s and core",
         bench::target{bound::at_least, 300'000},
         "12 settings, 4 made for the user, 2 policies merged"}
    );
    bench::print(
        {"memory grown from 10,000 to 1,000,000 users",
         grown / 1024,
         "KiB",
         bench::target{bound::at_most, 1024}}
    );
}
