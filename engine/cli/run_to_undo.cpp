#include "cli/run_to_undo.hpp"

#include "async/system_clock_source.hpp"
#include "cli/config/as_typed.hpp"
#include "cli/config/config.hpp"
#include "cli/config/find_config.hpp"
#include "cli/locked_portal.hpp"
#include "cli/problems.hpp"
#include "cli/run_choice.hpp"
#include "cli/run_state.hpp"
#include "cli/state_folder.hpp"
#include "journal/store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string_view>
#include <utility>

namespace cli {

namespace {

std::unexpected<exit_code> complain(exit_code how, const std::string& text) {
    std::cerr << "muster rollback: " << text << '\n';
    return std::unexpected(how);
}

std::expected<std::filesystem::path, exit_code> journal_of(const options& given) {
    base::diagnostics problems;
    std::error_code ignored;
    auto found =
        find_config(given.config, process_environment(), std::filesystem::current_path(ignored));
    if (!found) problems.add(std::move(found.error()));
    const auto settings = found ? read_config(*found, problems) : std::nullopt;
    if (!settings || problems.has_errors()) {
        print_problems(problems, given);
        return std::unexpected(exit_code::invalid);
    }
    const auto file = state_folder_name(settings->state_dir) / "journal.sqlite";
    if (!std::filesystem::exists(file, ignored))
        return complain(
            exit_code::usage,
            fmt::format("no run is known: there is no journal at {}", file.string())
        );
    return file;
}

// Whether a run of this name may have written anything.
bool could_write(std::string_view command) {
    static constexpr std::array<std::string_view, 6> reading{
        "plan", "snapshot", "export", "rollback --dry-run", directory_reading
    };
    if (command.starts_with("drift")) return command.find("remediate") != std::string_view::npos;
    return std::ranges::none_of(reading, [&](std::string_view each) {
        return command.starts_with(each);
    });
}

std::expected<journal::run_row, exit_code> last_run(
    const journal::store& in, const options& given
) {
    journal::run_filter which;
    if (given.portals.size() == 1) which.portal = model::portal_name(given.portals.front());
    const auto all = in.runs(which);
    if (!all) return complain(exit_code::state_lost, base::describe(all.error()));
    for (const auto& each : *all)
        if (could_write(each.command)) return each;
    return complain(
        exit_code::usage,
        which.portal ? fmt::format("no run has written to portal {} yet", which.portal->value())
                     : std::string("no run has written anything yet")
    );
}

std::expected<journal::run_row, exit_code> named_run(
    const journal::store& in, const std::string& word
) {
    const auto found = in.find_run(model::run_id(word));
    if (!found) return complain(exit_code::state_lost, base::describe(found.error()));
    if (*found) return **found;
    return complain(
        exit_code::usage,
        fmt::format(
            "there is no run '{}' in the journal\n"
            "  a run's id stands at the end of its summary and names its report; 'last' is the "
            "last one",
            as_typed(word)
        )
    );
}

std::expected<void, exit_code> refuse_unfit(const journal::run_row& run) {
    if (run.life == journal::run_life::alive)
        return complain(
            exit_code::try_again,
            fmt::format(
                "run {} ({}) is still under way: end it, or wait", run.id.value(), run.command
            )
        );
    const auto now = async::system_clock_source().wall_now();
    if (is_under_way(run, now))
        return complain(
            exit_code::try_again,
            fmt::format(
                "run {} may still be under way: the portal is held by {}",
                run.id.value(),
                in_words(*run.holder, now)
            )
        );
    return {};
}

}  // namespace

std::expected<journal::run_row, exit_code> run_to_undo(
    const options& given, const std::string& word
) {
    const auto file = journal_of(given);
    if (!file) return std::unexpected(file.error());
    const auto store = journal::store::open(*file);
    if (!store) return complain(exit_code::state_lost, base::describe(store.error()));
    auto run = word == "last" ? last_run(*store, given) : named_run(*store, word);
    if (!run) return run;
    if (const auto fit = refuse_unfit(*run); !fit) return std::unexpected(fit.error());
    return run;
}

}  // namespace cli
