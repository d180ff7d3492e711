#include "cli/diff_command.hpp"

#include "cli/advice.hpp"
#include "cli/diff_plans.hpp"
#include "cli/known_catalog.hpp"
#include "cli/plan_print.hpp"
#include "cli/problems.hpp"
#include "cli/saved_plan.hpp"
#include "report/seen_plan.hpp"
#include "report/seen_plan_text.hpp"
#include "run/snapshot_diff.hpp"
#include "snapshot/reader.hpp"

#include <fmt/format.h>

#include <memory>
#include <utility>

namespace cli {

namespace {

void refuse_other_portal(
    const snapshot::head& first,
    const snapshot::head& second,
    const std::string& file,
    base::diagnostics& problems
) {
    if (first.url == second.url) return;
    base::diagnostic wrong;
    wrong.code = "diff.other-portal";
    wrong.message = fmt::format(
        "this is a snapshot of {} ({}), and the other one of {} ({})",
        second.portal,
        second.url,
        first.portal,
        first.url
    );
    wrong.hint = "ids mean something else there: compare two snapshots of one portal";
    wrong.where = {std::make_shared<const std::string>(file), 0, 0};
    problems.add(std::move(wrong));
}

exit_code refuse_two_kinds(
    const options& given, const std::string& plan, const std::string& other
) {
    base::diagnostic wrong;
    wrong.code = "diff.two-kinds";
    wrong.message = fmt::format("this is no plan, and {} is one", plan);
    wrong.hint = "two plans are compared, or two snapshots";
    wrong.where = {std::make_shared<const std::string>(other), 0, 0};
    base::diagnostics problems;
    problems.add(std::move(wrong));
    print_problems(problems, given, notes::left_out, contact::never);
    return exit_code::invalid;
}

}  // namespace

exit_code diff_command(const options& given, const std::string& first, const std::string& second) {
    const bool plans = is_plan(first);
    if (plans != is_plan(second))
        return refuse_two_kinds(given, plans ? first : second, plans ? second : first);
    if (plans) return diff_plans(given, first, second);
    base::diagnostics problems;
    const auto all = known_catalog(given, problems);
    auto a = snapshot::reader::open(first, problems);
    auto b = snapshot::reader::open(second, problems);
    if (a && b) refuse_other_portal(a->about(), b->about(), second, problems);
    report::seen_plan found(advice_about);
    run::lone_users lone;
    if (!problems.has_errors())
        lone = run::compare(
            *a, *b, *all, [&](const model::job_result& each) { found.add(each); }, problems
        );
    print_problems(problems, given, notes::left_out, contact::never);
    if (problems.has_errors()) return exit_code::invalid;
    report::seen_plan_facts facts;
    facts.command = "diff";
    facts.portal = model::portal_name(a->about().portal);
    facts.portal_url = a->about().url;
    facts.closing.push_back({"before", first});
    facts.closing.push_back({"after", second});
    const auto only = [&](const std::string& file, std::uint64_t users) {
        if (users != 0)
            facts.closing.push_back({"only in", fmt::format("{}: {} users", file, users)});
    };
    only(first, lone.first);
    only(second, lone.second);
    const bool differs =
        found.count(model::planned::change) != 0 || lone.first != 0 || lone.second != 0;
    if (!differs) facts.closing.push_back({"result", "nothing differs"});
    print_plan(given, found, facts);
    return differs && given.detail == exit_detail::differences ? exit_code::differences
                                                               : exit_code::done;
}

}  // namespace cli
