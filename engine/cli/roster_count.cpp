#include "cli/roster_count.hpp"

namespace cli {

std::uint64_t count_roster(const people_workspace& files, base::diagnostics& problems) {
    const auto who = files.open_roster(problems);
    std::uint64_t users = 0;
    while (who && who->next(problems)) ++users;
    if (users != 0 || problems.has_errors()) return users;
    base::diagnostic nobody;
    nobody.code = "roster.empty";
    nobody.message = "the roster lists nobody";
    nobody.hint = "add a row for every user, or give another file with --roster";
    problems.add(std::move(nobody));
    return users;
}

}  // namespace cli
