// What a run on a hundred thousand users weighs: memory, journal, report
// (tests/simulation/multitude.hpp).
#include "simulation/multitude.hpp"

#include "bench/rows.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <cstdio>
#include <exception>
#include <optional>
#include <string>

namespace {

constexpr std::uint64_t users = 100'000;
constexpr double mebibyte = 1024.0 * 1024.0;

// Of the journal, the target is for users for whom nothing changes.
void print_run(
    const std::string& name,
    const simulation::run_weight& what,
    std::optional<bench::target> journal
) {
    using enum bench::target::bound;
    const auto count = static_cast<double>(what.users);
    bench::print(
        {name + ", memory",
         what.memory / mebibyte,
         "MiB",
         bench::target{at_most, 256},
         fmt::format("{} users, {} changed", what.users, what.changed)}
    );
    bench::print({name + ", journal for a user", what.journal / count, "bytes", journal});
    bench::print({name + ", report", what.report / mebibyte, "MiB"});
}

}  // namespace

int main() {
    try {
        const auto made = simulation::weigh(users);
        const bench::target small{bench::target::bound::at_most, 1024};
        print_run("plan", made.plan, small);
        bench::print({"plan, the file, for a user", made.plan_file / users, "bytes"});
        print_run("apply the plan", made.apply, {});
        print_run("apply again, nothing to change", made.again, small);
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "bench_multitude: {}\n", error.what());
        return 1;
    }
}
