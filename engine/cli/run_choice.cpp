#include "cli/run_choice.hpp"

#include "cli/config/as_typed.hpp"
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

// What a configuration says where one is there: it is not needed to look back.
struct places {
    std::filesystem::path state_dir;
    reports_config reports;
};

std::expected<places, exit_code> places_of(const options& given) {
    std::error_code ignored;
    const auto found =
        find_config(given.config, process_environment(), std::filesystem::current_path(ignored));
    if (!found && given.config.empty()) return places{};
    base::diagnostics problems;
    std::optional<config> settings;
    if (found)
        settings = read_config(*found, problems);
    else
        problems.add(found.error());
    if (settings) return places{settings->state_dir, settings->reports};
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
    auto found = journal_if_any(given);
    if (!found) return std::unexpected(found.error());
    if (found->store)
        return known_journal{
            std::move(found->file), std::move(*found->store), std::move(found->reports)
        };
    return complain(exit_code::error, why_no_journal(found->file));
}

std::expected<sought_journal, exit_code> journal_if_any(const options& given) {
    auto configured = places_of(given);
    if (!configured) return std::unexpected(configured.error());
    sought_journal made;
    made.file = state_folder_name(configured->state_dir) / "journal.sqlite";
    made.reports = std::move(configured->reports);
    std::error_code failed;
    if (!std::filesystem::exists(made.file, failed)) return made;
    auto opened = journal::store::open(made.file);
    if (!opened) return complain(exit_code::state_lost, base::describe(opened.error()));
    made.store = std::move(*opened);
    return made;
}

std::string why_no_journal(const std::filesystem::path& file) {
    return fmt::format(
        "there is no journal {}: nothing was run yet, or its configuration is another (--config)",
        file.string()
    );
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
                       report::terminal_text(as_typed(word))
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
        fmt::format(
            "'{}' begins several runs: {}", report::terminal_text(as_typed(word)), named(*found)
        )
    );
}

}  // namespace cli
