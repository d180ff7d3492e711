#include "cli/run_to_undo.hpp"

#include "async/system_clock_source.hpp"
#include "cli/locked_portal.hpp"
#include "cli/run_choice.hpp"
#include "cli/run_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <string_view>

namespace cli {

namespace {

// Whether a run of this name may have written anything.
bool could_write(std::string_view command) {
    static constexpr std::array<std::string_view, 6> reading{
        "plan", "snapshot", "export", "diff", directory_reading, "rollback --dry-run"
    };
    if (command.starts_with("drift")) return command.find("remediate") != std::string_view::npos;
    return std::ranges::none_of(reading, [&](std::string_view each) {
        return command.starts_with(each);
    });
}

}  // namespace

std::expected<journal::run_row, exit_code> run_to_undo(
    const options& given, const std::string& word
) {
    const auto in = open_known_journal(given);
    if (!in) return std::unexpected(in.error());
    auto run = choose_run(*in, given, word, [](const journal::run_row& each) {
        return could_write(each.command);
    });
    if (!run) return run;
    const auto now = async::system_clock_source().wall_now();
    if (!is_under_way(*run, now)) return run;
    std::cerr << fmt::format(
        "muster rollback: run {} ({}) is still under way{}\n  end it, or wait for its end\n",
        run->id.value(),
        run->command,
        run->holder ? ": " + in_words(*run->holder, now) : ""
    );
    return std::unexpected(exit_code::try_again);
}

}  // namespace cli
