#include "cli/state_folder.hpp"

#include <cstdlib>
#include <string>
#include <unistd.h>

namespace cli {

namespace {

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

std::filesystem::path chosen() {
    // systemd may name several, separated by colons; the first is ours.
    if (const auto given = variable("STATE_DIRECTORY"); !given.empty())
        return given.substr(0, given.find(':'));
    if (const auto home = variable("XDG_STATE_HOME"); !home.empty())
        return std::filesystem::path(home) / "muster";
    if (const auto home = variable("HOME"); !home.empty() && ::geteuid() != 0)
        return std::filesystem::path(home) / ".local" / "state" / "muster";
    return "/var/lib/muster";
}

}  // namespace

std::filesystem::path state_folder_name(const std::filesystem::path& configured) {
    return configured.empty() ? chosen() : configured;
}

base::result<std::filesystem::path> state_folder(const std::filesystem::path& configured) {
    const auto folder = state_folder_name(configured);
    std::error_code failed;
    const bool made = std::filesystem::create_directories(folder, failed);
    if (!failed && made)
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);
    if (failed)
        return std::unexpected(
            base::failure{failed, "creating the state directory " + folder.string()}
        );
    return folder;
}

}  // namespace cli
