#pragma once

#include "base/diagnostic.hpp"
#include "cli/config/config.hpp"

#include <span>
#include <string>
#include <vector>

namespace cli {

// The portals that are meant, in the configuration's order and each once: names, patterns with *
// and ? ('acme-*'), `all`, and with a '!' before it what is left out of those. Without `asked`, the
// configuration's only one. What fits no portal is an error, as is leaving nobody.
std::vector<const portal_config*> choose_portals(
    const config& settings, std::span<const std::string> asked, base::diagnostics& problems
);

// The first few names, for messages: "a, b, c and 1997 more".
std::string names_of_portals(const config& settings);

}  // namespace cli
