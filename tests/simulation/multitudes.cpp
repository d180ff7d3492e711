// What planning and applying weighs in memory and on the disk: for two numbers of users, and by
// what each further one adds, for a hundred thousand.
#include "simulation/multitude.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using simulation::multitude_weights;
using simulation::run_weight;

constexpr double mebibyte = 1024.0 * 1024.0;
constexpr double goal = 100'000;  // users
constexpr double most_memory = 256 * mebibyte;
constexpr double most_for_one_more = 512;  // bytes of memory
constexpr double most_of_journal = 1024;   // bytes, for somebody for whom nothing changes

// In a process of its own: what another one has held would hide what this one needs.
bool weigh_apart(std::uint64_t users, multitude_weights& into) {
    int ends[2];
    if (::pipe(ends) != 0) return false;
    const auto child = ::fork();
    if (child < 0) return false;
    if (child == 0) {
        try {
            const auto made = simulation::weigh(users);
            const auto sent = ::write(ends[1], &made, sizeof made);
            ::_exit(sent == sizeof made ? 0 : 1);
        } catch (const std::exception& error) {
            fmt::print(stderr, "{} users: {}\n", users, error.what());
            ::_exit(1);
        }
    }
    ::close(ends[1]);
    const auto got = ::read(ends[0], &into, sizeof into);
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    return got == sizeof into && status == 0;
}

class judgement {
public:
    judgement(const multitude_weights& few, const multitude_weights& many)
        : few_(few), many_(many) {}

    bool holds() {
        look_at("plan", few_.plan, many_.plan);
        look_at("apply", few_.apply, many_.apply);
        look_at("apply again", few_.again, many_.again);
        const auto users = static_cast<double>(many_.users);
        fmt::print(
            "portal: {:.1f} MiB; plan: {:.0f} bytes a user\n",
            many_.portal / mebibyte,
            many_.plan_file / users
        );
        must(
            many_.plan.users == many_.users && many_.again.users == many_.users,
            "somebody has no outcome"
        );
        must(
            many_.plan.changed != 0 && many_.apply.changed == many_.plan.changed,
            "the plan was not carried out"
        );
        must(many_.again.changed == 0, "not all is right at the end");
        at_most("journal of a plan, for a user", many_.plan.journal / users, most_of_journal);
        at_most("journal for somebody who is right", many_.again.journal / users, most_of_journal);
        return good_;
    }

private:
    void look_at(std::string_view name, const run_weight& few, const run_weight& many) {
        const auto more = static_cast<double>(many_.users) - static_cast<double>(few_.users);
        const auto for_one_more = std::max(0.0, many.memory - few.memory) / more;
        const auto left = std::max(0.0, goal - static_cast<double>(many_.users));
        fmt::print(
            "{}: {} users, {} changed; memory {:.2f} MiB ({} users: {:.2f}), report {:.1f} MiB, "
            "journal {:.1f} MiB\n",
            name,
            many.users,
            many.changed,
            many.memory / mebibyte,
            few_.users,
            few.memory / mebibyte,
            many.report / mebibyte,
            many.journal / mebibyte
        );
        at_most("bytes of memory for one user more", for_one_more, most_for_one_more);
        at_most(
            "MiB of memory for 100,000 users",
            (many.memory + left * for_one_more) / mebibyte,
            most_memory / mebibyte
        );
    }

    void at_most(std::string_view what, double value, double most) {
        fmt::print("  {}: {:.1f} (at most {})\n", what, value, most);
        must(value <= most, "that is too much");
    }

    void must(bool holds, std::string_view otherwise) {
        if (!holds) fmt::print("  FAILED: {}\n", otherwise);
        good_ = good_ && holds;
    }

    const multitude_weights& few_;
    const multitude_weights& many_;
    bool good_ = true;
};

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("What a great run weighs", "multitudes");
    std::uint64_t users = 100'000;
    std::uint64_t few = 10'000;
    app.add_option("--users", users, "So many");
    app.add_option("--few", few, "And so few, to see what one more adds");
    CLI11_PARSE(app, argc, argv);
    multitude_weights less;
    multitude_weights more;
    if (!weigh_apart(few, less) || !weigh_apart(users, more)) return 1;
    return judgement(less, more).holds() ? 0 : 1;
}
