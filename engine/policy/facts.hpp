#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace policy {

// What policies may speak of besides users and their own variables.
struct facts {
    std::string portal_name;
    std::string portal_url;
    // The names of the environment that the configuration lists, and no others: what a policy says
    // ends up in the journal and the report. Nothing = not set.
    std::map<std::string, std::optional<std::string>, std::less<>> environment;
};

}  // namespace policy
