#pragma once

#include "cli/config/config.hpp"
#include "cli/options.hpp"
#include "model/run.hpp"

#include <filesystem>

namespace cli {

// Where the report of a run goes: --report-dir, or the configuration's place for it.
std::filesystem::path report_place(
    const options& given, const reports_config& configured, const model::run_header& run
);

}  // namespace cli
