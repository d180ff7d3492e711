#pragma once

#include "catalog/definitions.hpp"
#include "cli/exit_code.hpp"
#include "cli/one_run.hpp"
#include "cli/options.hpp"
#include "cli/workspace.hpp"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <vector>

namespace cli {

struct snapshot_order {
    std::string command;  // as the journal names the run
    std::vector<const catalog::resource*> resources;
    std::filesystem::path out;  // empty = one in the state directory
    std::uint64_t users = 0;    // that it is about
    std::string flags = {};     // to be typed again with it, each with a space before it
};

struct taken_snapshot {
    ended_run run;
    std::filesystem::path file;  // empty = none was written
    std::string why_none;
    exit_code code = exit_code::done;
};

// A run that reads everybody and writes the snapshot, if it came to its end and anybody could be
// read. What stands in its way is told on stderr; then only an exit code is given.
std::expected<taken_snapshot, exit_code> take_snapshot(
    const options& given, const workspace& files, const snapshot_order& what
);

}  // namespace cli
