#pragma once

#include "catalog/definitions.hpp"
#include "run/export_states.hpp"
#include "snapshot/entry.hpp"

#include <optional>
#include <string>
#include <vector>

namespace run {

// Reads exported policies and their roster as every command does, and makes everybody's job of
// them. What is wrong with them in words; nothing = nothing is. `against`: what everybody has, who
// should then have nothing to be changed; nullptr: only that there is a job for each.
std::optional<std::string> misstatement(
    const std::vector<text_file>& files,
    const std::vector<snapshot::entry>* against,
    const catalog::definitions& all
);

}  // namespace run
