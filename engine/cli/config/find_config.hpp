#pragma once

#include "base/diagnostic.hpp"
#include "cli/config/environment.hpp"

#include <expected>
#include <filesystem>

namespace cli {

// Which configuration is meant: `asked` (--config; empty = not given), $MUSTER_CONFIG, muster.yaml
// in `current` and its parents up to the root of the repository around it, that of the user
// ($XDG_CONFIG_HOME/muster/config.yaml), that of the machine. Outside a repository no parent is
// looked at: a file that somebody else left in a shared folder must not decide what is done here.
// What is named and not there is an error; nobody falls through to another file.
std::expected<std::filesystem::path, base::diagnostic> find_config(
    const std::filesystem::path& asked,
    const environment& variables,
    const std::filesystem::path& current,
    const std::filesystem::path& of_machine = "/etc/muster/config.yaml"
);

}  // namespace cli
