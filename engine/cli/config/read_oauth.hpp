#pragma once

#include "cli/config/config.hpp"
#include "document/mapping_reader.hpp"

#include <filesystem>
#include <optional>

namespace cli {

// An application of the portal: {client_id, client_secret, store}. Does not finish the mapping.
std::optional<app_config> read_app(
    document::mapping_reader& from, const std::filesystem::path& folder
);

// The section `oauth`: where tokens are renewed, for all portals.
oauth_config read_oauth(document::mapping_reader& root, const std::filesystem::path& folder);

}  // namespace cli
