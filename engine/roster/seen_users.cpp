#include "roster/seen_users.hpp"

#include "document/problem.hpp"

#include <fmt/format.h>

namespace roster {

bool seen_users::admit(
    model::user_id who,
    const base::source_pos& where,
    const std::string& path,
    base::diagnostics& problems
) {
    const auto [first, is_new] = lines_.try_emplace(who.value(), where.line);
    if (is_new) return true;
    auto what = document::problem_at(
        where,
        "roster.duplicate-user",
        fmt::format(
            "the user {} is listed twice: first in line {}, and here again in line {}",
            who.value(),
            first->second,
            where.line
        )
    );
    what.path = path;
    what.hint = "keep one of the two";
    problems.add(std::move(what));
    return false;
}

}  // namespace roster
