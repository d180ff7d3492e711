#include "cli/prepared.hpp"

#include "cli/live_directory.hpp"
#include "cli/problems.hpp"
#include "cli/safeguards.hpp"
#include "cli/stopping.hpp"

#include <utility>

namespace cli {

std::expected<prepared, exit_code> prepare(const options& given, const run::job_visitor& each) {
    base::diagnostics problems;
    // Whoever goes on with a run means the people that it began with.
    const auto how_to_read_directory =
        given.continues.empty() ? network::allowed : network::forbidden;
    auto files = open_workspace(given, problems);
    const auto people =
        have_directory(files ? &*files : nullptr, given, how_to_read_directory, problems);
    if (!people) {
        print_problems(problems, given);
        return std::unexpected(people.error());
    }
    const auto who = files->open_roster(problems);
    run::survey seen;
    if (who) seen = run::look_over(*who, *files->policies, files->credentials, problems, each);
    if (seen.wants_admin && !files->has_admin()) problems.add(files->missing_admin());
    if (who && is_whole(given)) run::warn_of_idle(seen, *files->policies, problems);
    if (who) check_protected(*files, problems);
    if (files) warn_of_idle_limits(given, files->settings->errors, problems);
    print_problems(problems, given);
    if (problems.has_errors()) return std::unexpected(exit_code::invalid);
    return prepared{std::move(*files), std::move(seen)};
}

}  // namespace cli
