#include "simulation/state_folder.hpp"

#include <stdexcept>
#include <stdlib.h>
#include <string>

namespace simulation {

namespace {

// In memory where that is possible: what a disk does is not what is tested here.
std::filesystem::path new_folder() {
    const std::filesystem::path memory = "/dev/shm";
    std::error_code none;
    const auto parent = std::filesystem::is_directory(memory, none)
                            ? memory
                            : std::filesystem::temp_directory_path();
    auto pattern = (parent / "muster-night-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
    return pattern;
}

}  // namespace

state_folder::state_folder() : root_(new_folder()) {
    std::filesystem::create_directory(path());
}

state_folder::~state_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
}

void state_folder::keep() {
    std::filesystem::remove_all(root_ / "kept");
    std::filesystem::copy(path(), root_ / "kept", std::filesystem::copy_options::recursive);
}

void state_folder::go_back() {
    std::filesystem::remove_all(path());
    std::filesystem::rename(root_ / "kept", path());
}

}  // namespace simulation
