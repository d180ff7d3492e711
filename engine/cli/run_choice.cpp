#include "cli/run_choice.hpp"

#include "cli/config/config.hpp"
#include "cli/config/environment.hpp"
#include "cli/config/find_config.hpp"
#include "cli/problems.hpp"
#include "cli/state_folder.hpp"
#include "report/escaping.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <optional>
#include <utility>

namespace cli {

namespace {

std::unexpected<exit_code> complain(exit_code how, const std::string& text) {
    std::cerr << "muster: " << text << '\n';
    return std::unexpected(how);
}

// A configuration is not needed to look back, but one that is there says where the journal is.
std::expected<std::filesystem::path, exit_code> state_dir_of(const options& given) {
    std::error_code ignored;
    const auto found =
        find_config(given.config, process_environment(), std::filesystem::current_path(ignored));
    if (!found && given.config.empty()) return std::filesystem::path();
    base::diagnostics problems;
    std::optional<config> settings;
    if (found)
        settings = read_config(*found, problems);
    else
        problems.add(found.error());
    if (settings) return settings->state_dir;
    print_problems(problems, given);
    return std::unexpected(exit_code::invalid);
}

std::string named(const std::vector<journal::run_row>& some) {
    std::string all;
    for (const auto& each : some) all += (all.empty() ? "" : ", ") + each.id.value();
    return report::terminal_text(all);
}

}  // namespace

std::expected<known_journal, exit_code> open_known_journal(const options& given) {
    const auto configured = state_dir_of(given);
    if (!configured) return std::unexpected(configured.error());
    const auto file = state_folder_name(*configured) / "journal.sqlite";
    std::error_code failed;
    if (!std::filesystem::exists(file, failed))
        return complain(
            exit_code::error,
            fmt::format(
                "there is no journal {}: nothing was run yet, or its configuration is another "
                "(--config)",
                file.string()
            )
        );
    auto opened = journal::store::open(file);
    if (!opened) return complain(exit_code::state_lost, base::describe(opened.error()));
    return known_journal{file, std::move(*opened)};
}

std::expected<journal::run_row, exit_code> choose_run(
    const known_journal& in,
    const options& given,
    const std::string& word,
    const run_condition& fits
) {
    const bool last = word == "last";
    journal::run_filter which;
    if (!given.portals.empty()) which.portal = model::portal_name(given.portals.front());
    if (!last) which.beginning = word;
    if (last) which.other_than = directory_reading;
    auto found = in.store.runs(which);
    if (!found) return complain(exit_code::state_lost, base::describe(found.error()));
    if (last && fits) std::erase_if(*found, [&](const auto& each) { return !fits(each); });
    if (found->empty())
        return complain(
            exit_code::usage,
            last ? fmt::format("the journal {} has no such run yet", in.file.string())
                 : fmt::format(
                       "the journal {} has no run '{}'\n  'muster runs' lists them",
                       in.file.string(),
                       report::terminal_text(word)
                   )
        );
    if (last || found->size() == 1) return std::move(found->front());
    // A whole id is meant, whatever else begins with it.
    const auto whole =
        std::ranges::find_if(*found, [&](const auto& each) { return each.id.value() == word; });
    if (whole != found->end()) return std::move(*whole);
    constexpr std::size_t few = 5;
    if (found->size() > few) found->resize(few);
    return complain(
        exit_code::usage,
        fmt::format("'{}' begins several runs: {}", report::terminal_text(word), named(*found))
    );
}

}  // namespace cli
