#include "run/survey.hpp"

#include <algorithm>
#include <string>

namespace run {

namespace {

bool any_step_as(const model::job& what, model::acts_as as) {
    return std::any_of(what.steps.begin(), what.steps.end(), [&](const model::step& each) {
        return each.as == as;
    });
}

void complain_about_nobody(const survey& seen, base::diagnostics& problems) {
    base::diagnostic nobody;
    nobody.code = seen.listed == 0 ? "roster.empty" : "selection.empty";
    nobody.message = seen.listed == 0 ? "the roster lists nobody"
                                      : "no policy matches any of the " +
                                            std::to_string(seen.listed) + " users of the roster";
    nobody.hint = seen.listed == 0
                      ? "add a row for every user, or give another file with --roster"
                      : "look at spec.match of the policies and at the roster's columns";
    problems.add(nobody);
}

}  // namespace

std::uint64_t turns_of_own(const model::job& what) {
    std::uint64_t turns = 0;
    auto last = model::acts_as::admin;
    for (const auto& each : what.steps) {
        if (each.as == model::acts_as::user && last != model::acts_as::user) ++turns;
        last = each.as;
    }
    return turns;
}

bool needs_own_credential(const model::job& what) {
    return any_step_as(what, model::acts_as::user);
}

survey look_over(
    roster::source& who,
    const policy::policy_set& what,
    const portal::credential_book& credentials,
    base::diagnostics& problems,
    const job_visitor& each
) {
    survey seen;
    // A mistake in a policy shows for every user; the first few tell as much as five thousand.
    constexpr std::size_t enough = 25;
    while (problems.errors() < enough) {
        const auto user = who.next(problems);
        if (!user) break;
        ++seen.listed;
        const auto job = what.expand(*user, problems, &seen.matched);
        what.excepted().note(*user, job ? &*job : nullptr, seen.exceptions);
        if (!job) continue;
        ++seen.selected;
        seen.exempt_keys += job->exempt.size();
        if (job->steps.empty()) ++seen.excepted;
        seen.wants_admin |= any_step_as(*job, model::acts_as::admin);
        const bool lacks =
            needs_own_credential(*job) && !credentials.knows(model::credential_of(user->id));
        if (lacks) ++seen.without_credential;
        if (each) each(*job, lacks);
    }
    if (seen.selected == 0 && !problems.has_errors()) complain_about_nobody(seen, problems);
    return seen;
}

void warn_of_idle(const survey& seen, const policy::policy_set& what, base::diagnostics& problems) {
    if (seen.selected == 0 || problems.has_errors()) return;
    what.warn_of_idle(seen.matched, problems);
    what.excepted().warn_of_idle(seen.exceptions, problems);
}

}  // namespace run
