#pragma once

#include "cli/one_run.hpp"
#include "cli/options.hpp"
#include "cli/workspace.hpp"
#include "model/run.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace cli {

// What to type to apply a saved plan under the same configuration.
std::string apply_line(const options& given, const std::string& plan);

// What to type to run this portal again, for the same users.
std::string same_again(
    const options& given, const workspace& files, std::string_view command = "apply"
);

// What to type to go on with a run that ended early.
std::string resume_line(const options& given, const model::run_header& run);

// What to type to do what this run was asked for once more, for those who failed in it.
std::string retry_line(const options& given, const model::run_header& run);

// An apply for those who failed, as the report lists them.
std::string failed_again(
    const options& given, const workspace& files, const std::filesystem::path& report
);

// What to type to take the run back.
std::string undo_line(const options& given, const model::run_header& run);

// Gives everybody on the roster what the policies say. `expected`: how many of them there are.
// `files` outlives it.
run_order order_to_apply(const options& given, const workspace& files, std::uint64_t expected);

// Tells runs of one second apart. Several runs of one process take it and the numbers after it.
std::uint64_t draw_run_number();

model::run_header header_of(
    const options& given,
    const workspace& files,
    const run_order& what,
    base::wall_time now,
    std::uint64_t number
);

// Where the run's report goes: the configuration's place, or that of --report-dir; where several
// portals have that, each below it.
std::filesystem::path report_folder(
    const options& given, const workspace& files, const model::run_header& run
);

}  // namespace cli
