#include "cli/snapshot_command.hpp"

#include "cli/live_directory.hpp"
#include "cli/problems.hpp"
#include "cli/resource_choice.hpp"
#include "cli/roster_count.hpp"
#include "cli/shell_word.hpp"
#include "cli/take_snapshot.hpp"
#include "cli/workspace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>

namespace cli {

namespace {

std::string flags_of(const snapshot_wish& wished) {
    std::string text;
    if (!wished.out.empty()) text += " --out " + shell_word(wished.out);
    for (const auto& each : wished.resources) text += " --resource " + shell_word(each);
    return text;
}

exit_code tell(const options& given, taken_snapshot& made) {
    if (!made.file.empty()) made.run.closing.push_back({"snapshot", made.file.string()});
    print_summary(given, made.run);
    if (made.file.empty())
        std::cerr << fmt::format("muster: no snapshot was written: {}\n", made.why_none);
    else if (given.output != output_format::text && given.talk != verbosity::quiet)
        std::cerr << "Snapshot: " << made.file.string() << '\n';
    return made.code;
}

}  // namespace

exit_code snapshot_command(const options& given, const snapshot_wish& wished) {
    base::diagnostics problems;
    const auto files = open_without_policies(given, problems);
    const auto people =
        have_directory(files ? &*files : nullptr, given, network::allowed, problems);
    if (!people) {
        print_problems(problems, given);
        return people.error();
    }
    const auto what = chosen_resources(wished.resources, *files->catalog, problems);
    const bool as_admin = std::ranges::any_of(what, [](const catalog::resource* each) {
        return each->as == model::acts_as::admin;
    });
    if (as_admin && !files->has_admin()) problems.add(files->missing_admin());
    const auto users = count_roster(*files, problems);
    print_problems(problems, given);
    if (problems.has_errors()) return exit_code::invalid;
    auto made =
        take_snapshot(given, *files, {"snapshot", what, wished.out, users, flags_of(wished)});
    if (!made) return made.error();
    return tell(given, *made);
}

}  // namespace cli
