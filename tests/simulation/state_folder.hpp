#pragma once

#include <filesystem>

namespace simulation {

// A state folder that can go back to an earlier moment, as the disk of a process that died.
class state_folder {
public:
    state_folder();
    state_folder(const state_folder&) = delete;
    state_folder& operator=(const state_folder&) = delete;
    ~state_folder();

    [[nodiscard]] std::filesystem::path path() const { return root_ / "now"; }

    // Keeps what the folder holds at this moment; `go_back` to it when nobody has it open any more.
    void keep();
    void go_back();

private:
    std::filesystem::path root_;
};

}  // namespace simulation
