#pragma once

#include "base/diagnostic.hpp"
#include "document/node.hpp"

#include <string>

namespace catalog {

// A fault of a catalog file at a place that no mapping reader stands at.
void add_fault(
    base::diagnostics& problems,
    std::string code,
    const document::node& at,
    std::string path,
    std::string message,
    std::string hint = {}
);

}  // namespace catalog
