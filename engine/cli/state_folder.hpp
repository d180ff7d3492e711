#pragma once

#include "base/result.hpp"

#include <filesystem>

namespace cli {

// Where the journal is and what is kept of directories: the configuration's state_dir
// (`configured`; empty = not given), $STATE_DIRECTORY (systemd), $XDG_STATE_HOME/muster,
// $HOME/.local/state/muster for a person, or /var/lib/muster. Created, for its owner alone, when it
// is not there.
base::result<std::filesystem::path> state_folder(const std::filesystem::path& configured);

// The same folder; it may not be there.
std::filesystem::path state_folder_name(const std::filesystem::path& configured);

}  // namespace cli
