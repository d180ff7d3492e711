#include "cli/validate_command.hpp"

#include "cli/live_directory.hpp"
#include "cli/problems.hpp"
#include "cli/workspace.hpp"
#include "run/survey.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <iostream>
#include <string>
#include <string_view>

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

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

base::diagnostics with_warnings_as_errors(const base::diagnostics& problems) {
    base::diagnostics made;
    for (auto& each : problems.sorted()) {
        if (each.level == base::severity::warning) each.level = base::severity::error;
        made.add(std::move(each));
    }
    return made;
}

}  // namespace

exit_code validate_command(const options& given) {
    base::diagnostics problems;
    run::survey seen;
    const auto files = open_workspace(given, problems);
    const auto people =
        have_directory(files ? &*files : nullptr, given, network::forbidden, problems);
    const auto who = people ? files->open_roster(problems) : nullptr;
    if (who) seen = run::look_over(*who, *files->policies, files->credentials, problems);
    if (files && seen.wants_admin && !files->has_admin()) problems.add(files->missing_admin());
    if (who && is_whole(given)) run::warn_of_idle(seen, *files->policies, problems);
    const auto tests = files ? files->policies->check_tests(problems) : 0;
    if (given.strict == strictness::strict) problems = with_warnings_as_errors(problems);

    if (given.output == output_format::text)
        print_problems(problems, given, notes::shown);
    else
        print_as_json(problems, seen);
    if (problems.has_errors()) return exit_code::invalid;
    if (given.output == output_format::text)
        std::cout << fmt::format(
            "Valid: {}, {}, {} listed, {} selected, {} without a credential of their own.\n",
            counted(files->policies->names().size(), "policy", "policies"),
            counted(tests, "test", "tests"),
            counted(seen.listed, "user", "users"),
            seen.selected,
            seen.without_credential
        );
    return exit_code::done;
}

}  // namespace cli
