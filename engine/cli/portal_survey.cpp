#include "cli/portal_survey.hpp"

#include "cli/safeguards.hpp"

#include <fmt/format.h>

#include <utility>

namespace cli {

void add_named(
    const workspace& files, const base::diagnostics& found, base::diagnostics& problems
) {
    for (auto one : found.sorted()) {
        if (!one.where.file)
            one.message = fmt::format("portal {}: {}", files.portal.name.value(), one.message);
        problems.add(std::move(one));
    }
}

run::survey survey_portal(
    const options& given, const workspace& files, base::diagnostics& problems
) {
    base::diagnostics found;
    const auto who = files.open_roster(found);
    run::survey seen;
    if (who) seen = run::look_over(*who, *files.policies, files.credentials, found);
    if (seen.wants_admin && !files.has_admin()) found.add(files.missing_admin());
    if (who && is_whole(given)) run::warn_of_idle(seen, *files.policies, found);
    if (who) check_protected(files, found);
    add_named(files, found, problems);
    return seen;
}

}  // namespace cli
