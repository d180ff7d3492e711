#pragma once

#include "catalog/definitions.hpp"
#include "document/node.hpp"
#include "policy/policy_file.hpp"
#include "policy/source.hpp"

namespace policy {

// Reads the tests that stand beside a policy into it. They are checked like the policy itself: a
// step that it does not have, a key that the catalog does not know and a value that the key cannot
// have are reported. Precondition: the policy's steps have been read.
void read_tests(
    const document::node& from, policy_file& into, const catalog::definitions& all, reporter& report
);

}  // namespace policy
