#include "cli/apply_command.hpp"

#include "cli/apply_portals.hpp"
#include "cli/live_directory.hpp"
#include "cli/one_run.hpp"
#include "cli/problems.hpp"
#include "cli/run_of_portal.hpp"
#include "cli/stopping.hpp"
#include "cli/workspace.hpp"
#include "run/survey.hpp"

namespace cli {

namespace {

exit_code apply_to(const options& given, const workspace& files, const run::survey& seen) {
    run_order order;
    const bool single = given.passes == pass_choice::single;
    order.command = single ? "apply --single-pass" : "apply";
    order.how = single ? plan::passes::single : plan::passes::two;
    order.expected = seen.selected;
    order.again = same_again(given, files);
    order.supply = [&](const journal::store& journal, const model::run_header& header) {
        return jobs_of_roster(files, journal, header);
    };
    const auto run = carry_out(given, files, order);
    if (!run) return run.error();
    print_summary(given, *run);
    return run->code;
}

}  // namespace

exit_code apply_command(const options& given) {
    base::diagnostics problems;
    if (names_several(given)) return apply_portals(given);
    const auto files = open_workspace(given, problems);
    const auto people =
        have_directory(files ? &*files : nullptr, given, network::allowed, problems);
    if (!people) {
        print_problems(problems, given);
        return people.error();
    }
    const auto who = files->open_roster(problems);
    run::survey seen;
    if (who) seen = run::look_over(*who, *files->policies, files->credentials, problems);
    if (files && seen.wants_admin && !files->has_admin()) problems.add(files->missing_admin());
    if (who && is_whole(given)) run::warn_of_idle(seen, *files->policies, problems);
    if (files) warn_of_idle_limits(given, files->settings->errors, problems);
    print_problems(problems, given);
    if (problems.has_errors()) return exit_code::invalid;
    return apply_to(given, *files, seen);
}

}  // namespace cli
