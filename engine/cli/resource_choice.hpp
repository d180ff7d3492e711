#pragma once

#include "base/diagnostic.hpp"
#include "catalog/definitions.hpp"

#include <string>
#include <vector>

namespace cli {

// The resources that --resource names, "all" among its words; without any, all that a user reads
// under his own credential. A name that the catalog does not know is a problem.
std::vector<const catalog::resource*> chosen_resources(
    const std::vector<std::string>& names,
    const catalog::definitions& all,
    base::diagnostics& problems
);

}  // namespace cli
