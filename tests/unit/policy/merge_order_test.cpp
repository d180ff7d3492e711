#include "policy_samples.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <string_view>
#include <vector>

// A property of merging: policies of different priorities give the same job in whatever order their
// files come. The policies are made from a seed that is shown when it fails.

namespace {

constexpr std::array<std::string_view, 5> flags{
    "syncTasks", "showTasks", "showWeekNumbers", "collapseOffHours", "showCompletedTasks"
};
constexpr std::array<std::string_view, 3> sections{"North", "South", "West"};

class policy_maker {
public:
    explicit policy_maker(std::uint32_t seed) : chance_(seed) {}

    std::vector<std::string> make() {
        std::vector<int> priorities(20);
        for (std::size_t i = 0; i < priorities.size(); ++i) priorities[i] = static_cast<int>(i);
        std::ranges::shuffle(priorities, chance_);
        std::vector<std::string> all;
        for (std::size_t i = 0, count = 2 + below(4); i < count; ++i)
            all.push_back(one(priorities[i], fmt::format("p{}", i)));
        return all;
    }

    std::mt19937& chance() { return chance_; }

private:
    std::size_t below(std::size_t end) { return chance_() % end; }

    std::string one(int priority, const std::string& name) {
        std::string steps;
        if (below(2) == 0)
            steps += fmt::format(
                "    - {{ ensure: calendar.section, id: own, with: {{ name: {}, color: "
                "\"#0000{}{}\" "
                "}} }}\n",
                sections[below(sections.size())],
                below(10),
                below(10)
            );
        const bool has_section = !steps.empty();
        std::string keys;
        for (const auto flag : flags)
            if (below(2) == 0) keys += fmt::format("{}: {}, ", flag, below(2) == 0 ? "Y" : "N");
        if (has_section && below(2) == 0) keys += "meetSection: \"${steps.own.id}\", ";
        keys += fmt::format("syncPeriodPast: {}", 1 + below(12));
        steps += fmt::format("    - {{ ensure: calendar.user.settings, with: {{ {} }} }}\n", keys);
        return policy_of(fmt::format("  priority: {}\n  steps:\n{}", priority, steps), name);
    }

    std::mt19937 chance_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(merge_order)

BOOST_AUTO_TEST_CASE(does_not_matter_where_priorities_differ) {
    std::size_t jobs = 0;
    for (std::uint32_t seed = 1; seed <= 200; ++seed) {
        BOOST_TEST_CONTEXT("seed " << seed) {
            policy_maker maker(seed);
            auto policies = maker.make();
            const auto expected = job_of(read_all(policies), sample_user());
            if (expected.starts_with("settings") || expected.starts_with("own")) ++jobs;
            for (int round = 0; round < 4; ++round) {
                std::ranges::shuffle(policies, maker.chance());
                BOOST_TEST(job_of(read_all(policies), sample_user()) == expected);
            }
        }
    }
    // Where one item fits two steps that is a fault; most of them have to be jobs, or nothing was
    // tested.
    BOOST_TEST(jobs > 150U);
}

BOOST_AUTO_TEST_SUITE_END()
