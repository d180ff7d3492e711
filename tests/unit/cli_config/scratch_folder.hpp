#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <sys/stat.h>

// A folder of a test's own that goes away with it.
class scratch_folder {
public:
    explicit scratch_folder(const std::string& name)
        : path_(std::filesystem::temp_directory_path() / ("muster_" + name)) {
        std::filesystem::remove_all(path_);
        std::filesystem::create_directories(path_);
    }
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;
    ~scratch_folder() { std::filesystem::remove_all(path_); }

    const std::filesystem::path& path() const { return path_; }

    // Writes a file, with the folders above it.
    std::filesystem::path write(
        const std::string& name, std::string_view text, ::mode_t mode = 0600
    ) const {
        const auto file = path_ / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file) << text;
        ::chmod(file.c_str(), mode);
        return file;
    }

private:
    std::filesystem::path path_;
};
