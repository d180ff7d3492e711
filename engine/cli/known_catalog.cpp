#include "cli/known_catalog.hpp"

#include "catalog/folder.hpp"
#include "cli/config/environment.hpp"
#include "cli/config/find_config.hpp"

#include <fmt/format.h>

#include <system_error>
#include <utility>

namespace cli {

std::shared_ptr<const catalog::definitions> known_catalog(
    const config& settings, base::diagnostics& problems
) {
    auto all = std::make_shared<catalog::definitions>(catalog::definitions::built_in());
    const auto named = fmt::format("it is named under 'catalog' in {}", settings.file.string());
    for (const auto& folder : settings.catalogs) {
        catalog::add_folder(*all, folder, named, problems);
    }
    return all;
}

std::shared_ptr<const catalog::definitions> known_catalog(
    const options& given, base::diagnostics& problems
) {
    const auto built_in =
        std::make_shared<const catalog::definitions>(catalog::definitions::built_in());
    std::error_code ignored;
    auto found =
        find_config(given.config, process_environment(), std::filesystem::current_path(ignored));
    if (!found) {
        if (!given.config.empty()) problems.add(std::move(found.error()));
        return built_in;
    }
    base::diagnostics faults;
    const auto settings = read_config(*found, faults);
    if (settings) return known_catalog(*settings, problems);
    if (!given.config.empty()) {
        problems.append(faults);
        return built_in;
    }
    base::diagnostic warning;
    warning.level = base::severity::warning;
    warning.code = "catalog.config";
    warning.message = "this configuration has a fault, so a catalog of its own is left out";
    warning.hint = "muster validate tells what is wrong with it";
    warning.where = {std::make_shared<const std::string>(found->string()), 0, 0};
    problems.add(std::move(warning));
    return built_in;
}

}  // namespace cli
