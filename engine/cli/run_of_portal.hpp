#pragma once

#include "cli/options.hpp"
#include "cli/workspace.hpp"
#include "model/run.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace cli {

// What to type to run this portal again, for the same users.
std::string same_again(
    const options& given, const workspace& files, std::string_view command = "apply"
);

// The same for those who failed, as the report lists them.
std::string failed_again(
    const options& given, const workspace& files, const std::filesystem::path& report
);

// Of all jitter: as asked for, or drawn.
std::uint64_t seed_of(const options& given);

// Tells runs of one second apart. Several runs of one process take it and the numbers after it.
std::uint64_t draw_run_number();

model::run_header header_of(
    const options& given,
    const workspace& files,
    base::wall_time now,
    std::uint64_t seed,
    std::uint64_t number
);

}  // namespace cli
