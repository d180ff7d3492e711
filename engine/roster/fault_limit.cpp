#include "roster/fault_limit.hpp"

#include <fmt/format.h>

#include <utility>

namespace roster {

void fault_limit::count(const base::source_pos& where, base::diagnostics& problems) {
    if (++faults_ != most) return;
    base::diagnostic what;
    what.code = "roster.too-many-faults";
    what.message = fmt::format("{} users are wrong up to here; the rest was not read", faults_);
    what.where = where;
    problems.add(std::move(what));
}

}  // namespace roster
