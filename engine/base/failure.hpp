#pragma once

#include <string>
#include <string_view>
#include <system_error>

namespace base {

// The world failed: what went wrong (`code`) and what was being done when it did (`doing`).
// Each layer adds once what it was doing, outermost first: "opening the journal: appending outcome
// of job 17".
struct failure {
    std::error_code code;
    std::string doing;

    // The same failure seen from one layer further out.
    [[nodiscard]] failure within(std::string_view outer) const;
};

// One line for a person: "opening the journal: disk full". Holds no secret as long as `doing` holds
// none.
std::string describe(const failure& what);

}  // namespace base
