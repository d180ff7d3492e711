#include "cli/export_source.hpp"

#include "cli/known_catalog.hpp"
#include "cli/live_directory.hpp"
#include "cli/resource_choice.hpp"
#include "cli/roster_count.hpp"
#include "cli/shell_word.hpp"
#include "cli/take_snapshot.hpp"
#include "cli/workspace.hpp"

#include <fmt/format.h>

#include <iostream>
#include <unordered_set>
#include <utility>

namespace cli {

namespace {

// Results are the export, not the run that reads for it.
options for_the_run(const options& given) {
    auto made = given;
    made.output = output_format::text;
    return made;
}

// To be typed again with the command.
std::string flags_of(const export_wish& wished) {
    std::string made;
    const auto add = [&](const char* flag, const std::string& value) {
        if (!value.empty()) made += fmt::format(" {} {}", flag, shell_word(value));
    };
    add("--out", wished.out);
    add("--to", wished.to);
    add("--mapping", wished.mapping);
    if (wished.mode == migration::fullness::lite) made += " --mode lite";
    return made;
}

std::expected<export_source, exit_code> read_live(
    const options& given, const export_wish& wished, base::diagnostics& problems
) {
    const auto files = open_without_policies(given, problems);
    const auto people =
        have_directory(files ? &*files : nullptr, given, network::allowed, problems);
    if (!people) {
        print_problems(problems, given);
        return std::unexpected(people.error());
    }
    const auto users = count_roster(*files, problems);
    if (problems.has_errors()) {
        print_problems(problems, given);
        return std::unexpected(exit_code::invalid);
    }
    const auto taken = take_snapshot(
        for_the_run(given),
        *files,
        {"export", chosen_resources({}, *files->catalog, problems), {}, users, flags_of(wished)}
    );
    if (!taken) return std::unexpected(taken.error());
    if (taken->file.empty()) {
        print_summary(for_the_run(given), taken->run);
        std::cerr << fmt::format("muster: nothing was exported: {}\n", taken->why_none);
        return std::unexpected(taken->code);
    }
    export_source made;
    made.all = files->catalog;
    made.file = taken->file;
    made.contact_made = contact::asked;
    made.code = taken->code;
    return made;
}

// Who of a snapshot is meant: --limit and --exclude speak of the roster of its portal.
std::optional<std::unordered_set<std::int64_t>> chosen_users(
    const options& given, const std::string& portal, base::diagnostics& problems
) {
    auto there = given;
    if (there.portals.empty()) there.portals = {portal};
    const auto files = open_people(there, problems);
    const auto people =
        have_directory(files ? &*files : nullptr, there, network::forbidden, problems);
    const auto who = people ? files->open_roster(problems) : nullptr;
    if (!who) return std::nullopt;
    std::unordered_set<std::int64_t> ids;
    while (const auto user = who->next(problems)) ids.insert(user->id.value());
    return ids;
}

void refuse_other_portal(
    const options& given, const export_source& made, base::diagnostics& problems
) {
    const auto& portal = made.from->about().portal;
    if (given.portals.empty() || given.portals == std::vector{portal}) return;
    base::diagnostic wrong;
    wrong.code = "export.other-portal";
    wrong.message = fmt::format("{} is a snapshot of '{}'", made.file.string(), portal);
    wrong.hint = fmt::format("leave --portal out, or write --portal {}", portal);
    problems.add(std::move(wrong));
}

}  // namespace

std::function<bool(model::user_id)> chosen_in(
    const options& given, const std::string& portal, base::diagnostics& problems
) {
    auto ids = chosen_users(given, portal, problems);
    if (!ids) return {};
    return [ids = std::move(*ids)](model::user_id who) { return ids.contains(who.value()); };
}

std::expected<export_source, exit_code> export_source_of(
    const options& given, const export_wish& wished, base::diagnostics& problems
) {
    export_source made;
    if (wished.snapshot.empty()) {
        auto live = read_live(given, wished, problems);
        if (!live) return live;
        made = std::move(*live);
    } else {
        made.all = known_catalog(given, problems);
        made.file = wished.snapshot;
    }
    made.from = snapshot::reader::open(made.file, problems);
    if (made.from && !wished.snapshot.empty()) {
        refuse_other_portal(given, made, problems);
        if (!is_whole(given) && !problems.has_errors())
            made.chosen = chosen_in(given, made.from->about().portal, problems);
    }
    if (!problems.has_errors()) return made;
    print_problems(problems, given, notes::left_out, made.contact_made);
    return std::unexpected(exit_code::invalid);
}

}  // namespace cli
