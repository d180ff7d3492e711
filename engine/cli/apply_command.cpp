#include "cli/apply_command.hpp"

#include "cli/apply_portals.hpp"
#include "cli/one_run.hpp"
#include "cli/prepared.hpp"
#include "cli/run_of_portal.hpp"

namespace cli {

namespace {

exit_code apply_to(const options& given, const workspace& files, const run::survey& seen) {
    const auto run = carry_out(given, files, order_to_apply(given, files, seen.selected));
    if (!run) return run.error();
    print_summary(given, *run);
    return run->code;
}

}  // namespace

exit_code apply_command(const options& given) {
    if (names_several(given)) return apply_portals(given);
    const auto ready = prepare(given);
    if (!ready) return ready.error();
    return apply_to(given, ready->files, ready->seen);
}

}  // namespace cli
