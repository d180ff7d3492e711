#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

// A folder that goes away with the test.
class scratch_folder {
public:
    explicit scratch_folder(std::string_view name)
        : path_(std::filesystem::temp_directory_path() / name) {
        std::filesystem::remove_all(path_);
        std::filesystem::create_directories(path_);
    }
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;
    ~scratch_folder() { std::filesystem::remove_all(path_); }

    [[nodiscard]] std::filesystem::path with(std::string_view name, std::string_view text) const {
        std::ofstream(path_ / name, std::ios::binary) << text;
        return path_ / name;
    }

    // Without what differs from machine to machine.
    [[nodiscard]] std::string shown(std::string text) const {
        const auto folder = path_.string() + '/';
        for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder))
            text.erase(at, folder.size());
        return text;
    }

private:
    std::filesystem::path path_;
};
