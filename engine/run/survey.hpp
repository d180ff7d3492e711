#pragma once

#include "base/diagnostic.hpp"
#include "model/job.hpp"
#include "policy/policy_set.hpp"
#include "portal/credential_book.hpp"
#include "roster/source.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace run {

// What a run would be about, found by going through the whole roster once without sending anything.
// Every fault that only shows for a certain user is found here, so that a run that starts has none.
struct survey {
    std::uint64_t listed = 0;              // users of the roster
    std::uint64_t selected = 0;            // of those, matched by a policy
    std::uint64_t without_credential = 0;  // of the selected, needing one and having none
    std::uint64_t excepted = 0;            // of the selected, from all that is meant for them
    std::uint64_t exempt_keys = 0;         // keys that are left alone because of an exception
    bool wants_admin = false;              // a step runs under the administrator's credential
    std::vector<std::uint64_t> matched;    // users by policy, in the order of policy_set::names
    policy::exception_use exceptions;

    [[nodiscard]] std::uint64_t unmatched() const noexcept { return listed - selected; }
};

// `each` is called with every job and whether its user lacks a credential that it needs.
using job_visitor = std::function<void(const model::job&, bool lacks_credential)>;

// Errors are in `problems`: then the survey is of what could be read. Selecting nobody is an error
// as well.
survey look_over(
    roster::source& who,
    const policy::policy_set& what,
    const portal::credential_book& credentials,
    base::diagnostics& problems,
    const job_visitor& each = {}
);

// Warns of policies that match nobody and of exceptions that are good for nothing. Only right where
// the survey went through the whole roster.
void warn_of_idle(const survey& seen, const policy::policy_set& what, base::diagnostics& problems);

// How often a user's own credential is turned to: consecutive steps under it share their requests.
// Each time costs one request where all is right, and two where something differs.
std::uint64_t turns_of_own(const model::job& what);

// Whether one of the job's steps runs under the user's own credential.
bool needs_own_credential(const model::job& what);

}  // namespace run
