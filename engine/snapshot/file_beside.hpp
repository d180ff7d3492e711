#pragma once

#include "base/result.hpp"

#include <filesystem>

namespace snapshot {

// A file beside another one, for its owner alone (mode 0600). It takes the other's name when it is
// whole; otherwise it is gone with this object. Every one has a name of its own until then.
class file_beside {
public:
    // `name`: its folder is there.
    static base::result<file_beside> create(std::filesystem::path name);
    file_beside(file_beside&& other) noexcept;
    file_beside& operator=(file_beside&& other) noexcept;
    ~file_beside();

    [[nodiscard]] int descriptor() const noexcept { return file_; }
    // Flushed to the disk first, so that not even a power cut leaves half of it under the name.
    base::result<void> take_name();
    // From now on it has no name at all: nothing is left of it, whatever happens.
    void forget_name() noexcept;

private:
    file_beside(std::filesystem::path name, std::string own, int file)
        : name_(std::move(name)), own_(std::move(own)), file_(file) {}

    std::filesystem::path name_;
    std::string own_;  // "" = it has none
    int file_ = -1;
};

}  // namespace snapshot
