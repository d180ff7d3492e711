#pragma once

#include "catalog/definitions.hpp"
#include "cli/exit_code.hpp"
#include "cli/export_command.hpp"
#include "cli/options.hpp"
#include "cli/problems.hpp"
#include "model/ids.hpp"
#include "snapshot/reader.hpp"

#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

namespace cli {

// What is exported: a snapshot, given or taken for it.
struct export_source {
    std::shared_ptr<const catalog::definitions> all;
    std::filesystem::path file;
    std::optional<snapshot::reader> from;
    std::function<bool(model::user_id)> chosen;  // missing = everybody
    contact contact_made = contact::none;
    exit_code code = exit_code::done;  // of the run that read
};

// Whether somebody is one of those whom --limit and --exclude mean, who speak of the portal's
// roster. Missing, and told, where that cannot be read.
std::function<bool(model::user_id)> chosen_in(
    const options& given, const std::string& portal, base::diagnostics& problems
);

// Only an exit code where something is wrong; that was told.
std::expected<export_source, exit_code> export_source_of(
    const options& given, const export_wish& wished, base::diagnostics& problems
);

}  // namespace cli
