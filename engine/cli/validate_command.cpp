#include "cli/validate_command.hpp"

#include "cli/workspace.hpp"
#include "run/survey.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <iostream>

namespace cli {

namespace {

boost::json::array problems_as_json(const base::diagnostics& problems) {
    boost::json::array all;
    for (const auto& each : problems.sorted())
        all.push_back({
            {"severity", base::to_string(each.level)},
            {"code", each.code},
            {"message", each.message},
            {"file", each.where.file ? *each.where.file : std::string()},
            {"line", each.where.line},
            {"column", each.where.column},
            {"path", each.path},
            {"hint", each.hint},
        });
    return all;
}

void print_as_json(const base::diagnostics& problems, const run::survey& seen) {
    const boost::json::object all{
        {"format_version", 1},
        {"valid", !problems.has_errors()},
        {"users",
         {{"listed", seen.listed},
          {"selected", seen.selected},
          {"without_credential", seen.without_credential}}},
        {"problems", problems_as_json(problems)},
    };
    std::cout << boost::json::serialize(all) << '\n';
}

}  // namespace

exit_code validate_command(const options& given) {
    base::diagnostics problems;
    run::survey seen;
    const auto files = open_workspace(given, problems);
    const auto who = files ? files->open_roster(problems) : nullptr;
    if (who) seen = run::look_over(*who, files->policies, files->credentials, problems);
    if (files && seen.wants_admin && !files->has_admin()) problems.add(files->missing_admin());

    if (given.output == output_format::text)
        print_problems(problems, given);
    else
        print_as_json(problems, seen);
    if (problems.has_errors()) return exit_code::invalid;
    if (given.output == output_format::text)
        std::cout << fmt::format(
            "Valid: {} policies, {} users listed, {} selected, {} without a credential of their "
            "own.\n",
            files->policies.names().size(),
            seen.listed,
            seen.selected,
            seen.without_credential
        );
    return exit_code::done;
}

}  // namespace cli
