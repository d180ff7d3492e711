#include "cli/apply_command.hpp"

#include "cli/apply_plan.hpp"
#include "cli/apply_portals.hpp"
#include "cli/apply_seen.hpp"
#include "cli/one_run.hpp"
#include "cli/prepared.hpp"
#include "cli/retry_failed.hpp"
#include "cli/run_of_portal.hpp"

namespace cli {

namespace {

exit_code apply_to(const options& given, const workspace& files, const run::survey& seen) {
    if (looks_first(given, files)) {
        apply_order what;
        what.selected = seen.selected;
        return apply_seen(given, files, what);
    }
    const auto run = carry_out(given, files, order_to_apply(given, files, seen.selected));
    if (!run) return run.error();
    print_summary(given, *run);
    return run->code;
}

exit_code apply_to_one(const options& given) {
    const auto ready = prepare(given);
    if (!ready) return ready.error();
    return apply_to(given, ready->files, ready->seen);
}

}  // namespace

exit_code apply_command(const options& given) {
    if (!given.retry_failed.empty()) return retry_failed(given);
    if (!given.plan_file.empty()) return apply_plan(given);
    if (names_several(given)) return apply_portals(given);
    return apply_to_one(given);
}

}  // namespace cli
