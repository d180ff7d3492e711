#include "cli/plan_show.hpp"

#include "cli/advice.hpp"
#include "cli/known_catalog.hpp"
#include "cli/plan_print.hpp"
#include "cli/problems.hpp"
#include "cli/run_of_portal.hpp"
#include "cli/saved_plan.hpp"
#include "cli/shell_word.hpp"
#include "run/needed_scopes.hpp"
#include "snapshot/reader.hpp"

#include <fmt/format.h>

#include <iostream>

namespace cli {

namespace {

exit_code complain(const base::failure& what) {
    std::cerr << "muster: " << base::describe(what) << '\n';
    return exit_code::error;
}

report::seen_plan_facts facts_of(
    const options& given, const saved_plan& plan, const run::needed_scopes& scopes
) {
    const auto& head = plan.reader->head();
    const auto& end = plan.reader->end();
    report::seen_plan_facts facts;
    facts.command = head.command;
    facts.portal = head.portal;
    facts.portal_url = head.portal_url;
    facts.policies = head.policies;
    facts.seen_at = head.created;
    facts.unmatched = end.unmatched;
    facts.calls_left_out = end.calls_left_out;
    facts.scopes = report::plan_scopes{scopes.users(), scopes.admin()};
    facts.sha256 = end.plan;
    facts.closing.push_back({"made by", head.program});
    const auto changes = end.users.contains(model::planned::change);
    if (changes) facts.closing.push_back({"apply it", apply_line(given, given.plan_file)});
    return facts;
}

exit_code refuse_snapshot(const options& given) {
    base::diagnostic wrong;
    wrong.code = "plan.a-snapshot";
    wrong.message = "this is a snapshot, and no plan";
    wrong.hint = "'muster snapshot show FILE' shows it";
    wrong.where = {std::make_shared<const std::string>(given.plan_file), 0, 0};
    base::diagnostics problems;
    problems.add(std::move(wrong));
    print_problems(problems, given, notes::left_out, contact::never);
    return exit_code::invalid;
}

}  // namespace

exit_code plan_show_command(const options& given) {
    if (const auto right = check_expand(given); !right) {
        std::cerr << "muster plan show: " << right.error() << '\n';
        return exit_code::usage;
    }
    if (snapshot::looks_like_one(given.plan_file)) return refuse_snapshot(given);
    base::diagnostics problems;
    const auto catalog = known_catalog(given, problems);
    const auto plan =
        problems.has_errors() ? nullptr : open_plan(given.plan_file, catalog, problems);
    print_problems(problems, given, notes::left_out, contact::never);
    if (!plan) return exit_code::invalid;
    report::seen_plan found(advice_about);
    run::needed_scopes scopes(*catalog);
    for (;;) {
        auto user = plan->reader->next();
        if (!user) return complain(user.error());
        if (!*user) break;
        scopes.add((*user)->seen);
        found.add((*user)->seen);
    }
    auto facts = facts_of(given, *plan, scopes);
    if (const auto done = expand(facts, found, *plan->reader, given); !done)
        return complain(done.error());
    print_plan(given, found, facts);
    return exit_code::done;
}

}  // namespace cli
