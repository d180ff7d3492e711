#include "cli/apply_plan.hpp"

#include "cli/approval.hpp"
#include "cli/one_run.hpp"
#include "cli/plan_supply.hpp"
#include "cli/problems.hpp"
#include "cli/safeguards.hpp"
#include "cli/saved_plan.hpp"
#include "cli/shell_word.hpp"
#include "cli/stale_users.hpp"
#include "cli/workspace.hpp"
#include "model/planned.hpp"
#include "report/reasons.hpp"
#include "run/planned_jobs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <utility>

namespace cli {

namespace {

// What is written, and to whom, stands in the plan.
std::string_view contradicting_flag(const options& given) {
    if (!given.policies.empty()) return "--policy";
    if (!given.roster.empty()) return "--roster";
    if (given.limit) return "--limit";
    if (given.exclude) return "--exclude";
    if (!given.vars.empty()) return "--var";
    if (!given.var_files.empty()) return "--var-file";
    return {};
}

struct plan_and_files {
    std::unique_ptr<saved_plan> plan;
    std::optional<workspace> files;
};

void refuse_portal(
    const plan::saved_head& head,
    const workspace& files,
    const options& given,
    base::diagnostics& problems
) {
    base::diagnostic made;
    made.code = "plan.other-portal";
    made.message = fmt::format(
        "this plan is of portal {} at {}, and not of {} at {}",
        head.portal.value(),
        head.portal_url,
        files.portal.name.value(),
        files.portal.url
    );
    made.where = {std::make_shared<const std::string>(given.plan_file), 1, 0};
    made.hint = "make a plan of the portal that is meant: muster plan --out FILE";
    problems.add(std::move(made));
}

// The portal is the plan's, unless --portal says another, which is then refused.
plan_and_files open_all(const options& given, base::diagnostics& problems) {
    plan_and_files made;
    const auto portal = portal_of_plan(given.plan_file, problems);
    if (portal.empty()) return made;
    auto with_portal = given;
    if (with_portal.portals.empty()) with_portal.portals = {portal};
    made.files = open_without_policies(with_portal, problems, roster_need::none);
    if (!made.files) return made;
    made.plan = open_plan(given.plan_file, made.files->catalog, problems);
    if (!made.plan) return made;
    const auto& head = made.plan->reader->head();
    if (head.portal != made.files->portal.name || head.portal_url != made.files->portal.url)
        refuse_portal(head, *made.files, given, problems);
    return made;
}

// What has to be known of it before anything is sent.
struct plan_survey {
    plan::change_counts counts;
    bool wants_admin = false;
};

base::result<plan_survey> look_over(run::plan_reader& plan, const config& settings) {
    plan_survey seen;
    seen.counts.selected = plan.selected();
    plan.rewind();
    for (;;) {
        const auto user = plan.next();
        if (!user) return std::unexpected(user.error());
        if (!*user) break;
        const auto& found = (*user)->seen;
        if (model::planned_for(found) != model::planned::change) continue;
        ++seen.counts.changing;
        seen.wants_admin |= std::ranges::any_of(found.what.steps, [](const model::step& each) {
            return each.as == model::acts_as::admin;
        });
        const bool shielded =
            (*user)->shield == plan::protection::is_protected ||
            protection_of(settings, found.what.who) == plan::protection::is_protected;
        if (!shielded) continue;
        ++seen.counts.protected_users;
        if (seen.counts.protected_names.size() < report::max_samples)
            seen.counts.protected_names.push_back(report::user_label(found.what.who));
    }
    plan.rewind();
    return seen;
}

std::string same_plan_again(const options& given, const workspace& files) {
    return fmt::format(
        "muster apply {} --config {}",
        shell_word(given.plan_file),
        shell_word(files.settings->file.string())
    );
}

run_order order_of(
    const options& given, const workspace& files, run::plan_reader& plan, std::uint64_t users
) {
    run_order order;
    order.command = "apply " + std::filesystem::path(given.plan_file).filename().string();
    order.naming = second_try::by_run;
    order.how = plan::passes::single;
    order.expected = users;
    order.again = same_plan_again(given, files);
    order.policies = plan.head().policies;
    order.supply = supply_of_plan(files, plan, given.outdated, run::bystanders::left_out);
    return order;
}

exit_code carry_out_plan(
    const options& given, const workspace& files, run::plan_reader& plan, std::uint64_t users
) {
    auto with_reason = given;
    with_reason.reason = reason_of(given);
    auto run = carry_out(with_reason, files, order_of(given, files, plan, users));
    if (!run) return run.error();
    const auto& seen = plan.end();
    const auto others = plan.selected() - users;
    run->closing.push_back(
        {"plan",
         fmt::format(
             "{}, made {}; of {} users it changes {}, and {} are not touched",
             given.plan_file,
             plan.head().created,
             plan.selected(),
             users,
             others
         )}
    );
    run->closing.push_back({"sha256", seen.plan});
    print_summary(given, *run);
    return code_after_plan(*run);
}

exit_code complain(const base::failure& what) {
    std::cerr << "muster: " << base::describe(what) << '\n';
    return exit_code::error;
}

}  // namespace

exit_code apply_plan(const options& given) {
    if (const auto flag = contradicting_flag(given); !flag.empty()) {
        std::cerr << "muster apply: " << flag
                  << " cannot be had with a saved plan: what is written, and to whom, stands in "
                     "it\n";
        return exit_code::usage;
    }
    base::diagnostics problems;
    const auto opened = open_all(given, problems);
    if (problems.has_errors() || !opened.plan) {
        print_problems(problems, given);
        return exit_code::invalid;
    }
    auto& plan = *opened.plan->reader;
    const auto seen = look_over(plan, *opened.files->settings);
    if (!seen) return complain(seen.error());
    if (seen->wants_admin && !opened.files->has_admin())
        problems.add(opened.files->missing_admin());
    print_problems(problems, given);
    if (problems.has_errors()) return exit_code::invalid;
    const pending_plan pending{
        seen->counts,
        plan.end().plan,
        "muster plan show " + shell_word(given.plan_file),
        same_plan_again(given, *opened.files)
    };
    if (const auto held = hold_to_limits(given, *opened.files, pending); !held) return held.error();
    return carry_out_plan(given, *opened.files, plan, seen->counts.changing);
}

}  // namespace cli
