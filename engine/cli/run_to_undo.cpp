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
    static constexpr std::array<std::string_view, 7> reading{
        "plan",
        "snapshot",
        "export",
        "diff",
        directory_reading,
        "rollback --dry-run",
        "restore --dry-run"
    };
    if (command.starts_with("drift")) return command.find("remediate") != std::string_view::npos;
    return std::ranges::none_of(reading, [&](std::string_view each) {
        return command.starts_with(each);
    });
}

// Of a rollback that is gone on with, "last" means what it meant when it was begun, and not that
// rollback itself.
std::string word_meant(const known_journal& in, const options& given, const std::string& word) {
    static constexpr std::string_view taking_back = "rollback ";
    if (given.continues.empty()) return word;
    const auto begun = in.store.find_run(model::run_id(given.continues));
    if (!begun || !*begun || !(*begun)->command.starts_with(taking_back)) return word;
    return (*begun)->command.substr(taking_back.size());
}

// The runs that are one with it, because one continues the other; each is taken back by itself.
void tell_of_line(const known_journal& in, const journal::run_row& run, verbosity talk) {
    const auto line = in.store.line_of(run.id);
    if (!line || line->size() < 2 || talk == verbosity::quiet) return;
    std::string names;
    for (const auto& each : *line)
        if (each != run.id) names += (names.empty() ? "" : ", ") + each.value();
    std::cerr << fmt::format(
        "Run {} is one of several that went on with each other; this takes back what it wrote, and "
        "not what these did: {}.\n",
        run.id.value(),
        names
    );
}

}  // namespace

std::expected<journal::run_row, exit_code> run_to_undo(
    const options& given, const std::string& word
) {
    const auto in = open_known_journal(given);
    if (!in) return std::unexpected(in.error());
    auto run =
        choose_run(*in, given, word_meant(*in, given, word), [](const journal::run_row& each) {
            return could_write(each.command);
        });
    if (!run) return run;
    tell_of_line(*in, *run, given.talk);
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
