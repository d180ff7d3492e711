#pragma once

#include "base/diagnostic.hpp"
#include "catalog/definitions.hpp"
#include "cli/config/config.hpp"
#include "cli/options.hpp"
#include "policy/policy_set.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace cli {

// The policies of the chosen portals, with their exceptions. Portals that have the same files share
// what was read of them, unless the files may speak of the portal itself.
class policy_files {
public:
    // All of it outlives this object.
    policy_files(
        const config& settings,
        const options& given,
        const catalog::definitions& all,
        base::diagnostics& problems
    );

    // Nothing where something is wrong, which is told once, not for every portal. `chosen`: nullptr
    // where it is not known which portal is meant; then what is wrong is told all the same.
    std::shared_ptr<const policy::policy_set> read_for(const portal_config* chosen);

private:
    using files = std::vector<std::filesystem::path>;
    using key = std::tuple<files, std::filesystem::path, std::string>;  // and the portal's name

    [[nodiscard]] files files_for(const portal_config* chosen);
    [[nodiscard]] bool speak_of_the_portal(const files& which) const;
    [[nodiscard]] std::shared_ptr<const policy::policy_set> read(
        const files& which, const std::filesystem::path& exceptions, const portal_config* chosen
    );

    const config& settings_;
    const options& given_;
    const catalog::definitions& all_;
    base::diagnostics& problems_;
    std::vector<policy::variable_override> overrides_;
    std::map<key, std::shared_ptr<const policy::policy_set>> known_;
};

}  // namespace cli
