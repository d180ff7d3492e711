// Lives through many nights, each from its own seed.
#include "simulation/night.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <array>
#include <csignal>
#include <cstdint>
#include <exception>
#include <iostream>
#include <unistd.h>

namespace {

std::uint64_t under_way = 0;

// An assertion does not say in which night it failed.
extern "C" void name_the_seed(int) {
    std::array<char, 64> text{};
    const auto end = fmt::format_to_n(text.begin(), text.size(), "seed {}: aborted\n", under_way);
    [[maybe_unused]] const auto written = ::write(2, text.data(), end.size);
}

// Whether every invariant held; otherwise what did not, and how to see it again.
bool night_is_good(std::uint64_t seed, bool tell_more) {
    under_way = seed;
    const auto what = simulation::scenario_of(seed);
    if (tell_more) std::cout << simulation::describe(what);
    simulation::verdict said;
    try {
        said = simulation::live_through(what);
    } catch (const std::exception& error) {
        said.broken.push_back(error.what());
    }
    if (tell_more)
        std::cout << fmt::format("  {} requests, trace {:016x}\n", said.requests, said.trace);
    if (said.broken.empty()) return true;
    std::cout << fmt::format("seed {} (again: nights --seed {}):\n", seed, seed);
    for (const auto& each : said.broken) std::cout << "  " << each << '\n';
    return false;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Simulated nights: every seed is another one", "nights");
    std::uint64_t first = 1;
    std::uint64_t count = 1000;
    std::uint64_t only = 0;
    app.add_option("--from", first, "The first seed");
    app.add_option("--seeds", count, "How many");
    app.add_option("--seed", only, "This one alone, with its story");
    bool stop = false;
    app.add_flag("--stop-at-first", stop, "End with the first bad night");
    CLI11_PARSE(app, argc, argv);
    std::cout << std::unitbuf;
    std::signal(SIGABRT, name_the_seed);
    if (only != 0) return night_is_good(only, true) ? 0 : 1;
    std::uint64_t bad = 0;
    for (auto seed = first; seed != first + count && !(stop && bad != 0); ++seed)
        bad += night_is_good(seed, false) ? 0 : 1;
    std::cout << fmt::format("{} nights from seed {}, {} of them bad\n", count, first, bad);
    return bad == 0 ? 0 : 1;
}
