#include "cli/validate_command.hpp"

#include "cli/live_directory.hpp"
#include "cli/portal_survey.hpp"
#include "cli/problems.hpp"
#include "cli/safeguards.hpp"
#include "cli/workspace.hpp"
#include "run/survey.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <cstdint>
#include <iostream>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

exit_code validate_one(const options& given) {
    base::diagnostics problems;
    run::survey seen;
    const auto files = open_workspace(given, problems);
    const auto people =
        have_directory(files ? &*files : nullptr, given, network::forbidden, problems);
    const auto who = people ? files->open_roster(problems) : nullptr;
    if (who) seen = run::look_over(*who, *files->policies, files->credentials, problems);
    if (files && seen.wants_admin && !files->has_admin()) problems.add(files->missing_admin());
    if (who && is_whole(given)) run::warn_of_idle(seen, *files->policies, problems);
    if (who) check_protected(*files, problems);
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

// What there is to say of each of several portals.
struct checked_portal {
    const workspace* files = nullptr;
    run::survey seen;
};

boost::json::object users_as_json(const run::survey& seen) {
    return {
        {"listed", seen.listed},
        {"selected", seen.selected},
        {"without_credential", seen.without_credential}
    };
}

run::survey sum_of(const std::vector<checked_portal>& all) {
    run::survey sum;
    for (const auto& each : all) {
        sum.listed += each.seen.listed;
        sum.selected += each.seen.selected;
        sum.without_credential += each.seen.without_credential;
    }
    return sum;
}

void print_as_json(
    const base::diagnostics& problems, const std::vector<checked_portal>& all, output_format form
) {
    boost::json::array portals;
    for (const auto& each : all)
        portals.push_back({
            {"portal", each.files->portal.name.value()},
            {"portal_url", each.files->portal.url},
            {"users", users_as_json(each.seen)},
        });
    const boost::json::object sums{
        {"format_version", 1},
        {"valid", !problems.has_errors()},
        {"users", users_as_json(sum_of(all))},
    };
    if (form == output_format::json) {
        auto whole = sums;
        whole["portals"] = std::move(portals);
        whole["problems"] = problems_as_json(problems);
        std::cout << boost::json::serialize(whole) << '\n';
        return;
    }
    const auto line = [](std::string_view type, const boost::json::object& what) {
        boost::json::object made{{"format_version", 1}, {"type", type}};
        for (const auto& member : what) made[member.key()] = member.value();
        std::cout << boost::json::serialize(made) << '\n';
    };
    for (const auto& each : portals) line("portal", each.get_object());
    for (const auto& each : problems_as_json(problems)) line("problem", each.get_object());
    line("summary", sums);
}

// Portals that have the same policies share them, and their tests are made once.
std::uint64_t check_tests(const std::vector<workspace>& files, base::diagnostics& problems) {
    std::set<const policy::policy_set*> done;
    std::uint64_t tests = 0;
    for (const auto& each : files)
        if (done.insert(each.policies.get()).second) tests += each.policies->check_tests(problems);
    return tests;
}

exit_code validate_several(const options& given) {
    base::diagnostics problems;
    const auto files = open_workspaces(given, problems);
    std::vector<checked_portal> all;
    for (const auto& each : files) {
        all.push_back({&each, {}});
        // What is missing of a directory is among the problems.
        if (have_directory(&each, given, network::forbidden, problems))
            all.back().seen = survey_portal(given, each, problems);
    }
    const auto tests = check_tests(files, problems);
    if (given.strict == strictness::strict) problems = with_warnings_as_errors(problems);
    if (given.output == output_format::text)
        print_problems(problems, given, notes::shown);
    else
        print_as_json(problems, all, given.output);
    if (problems.has_errors()) return exit_code::invalid;
    const auto sum = sum_of(all);
    if (given.output == output_format::text)
        std::cout << fmt::format(
            "Valid: {}, {}, {} listed, {} selected, {} without a credential of their own.\n",
            counted(all.size(), "portal", "portals"),
            counted(tests, "test", "tests"),
            counted(sum.listed, "user", "users"),
            sum.selected,
            sum.without_credential
        );
    return exit_code::done;
}

}  // namespace

exit_code validate_command(const options& given) {
    return names_several(given) ? validate_several(given) : validate_one(given);
}

}  // namespace cli
