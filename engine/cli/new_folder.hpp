#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <string>

namespace cli {

// A folder of files that takes its name when it is whole: until then it is one beside it, and gone
// with this object. Nothing that is there already is overwritten.
class new_folder {
public:
    // Fails where there is something of this name that is no empty folder.
    static base::result<new_folder> beside(const std::filesystem::path& name);
    new_folder(new_folder&& other) noexcept;
    new_folder& operator=(new_folder&&) = delete;
    ~new_folder();

    // `name`: below the folder; folders in between are made.
    base::result<void> put(const std::filesystem::path& name, const std::string& text);
    // Where its files are until then, for whoever writes them by himself.
    [[nodiscard]] const std::filesystem::path& place() const { return own_; }
    base::result<void> take_name();

private:
    new_folder(std::filesystem::path name, std::filesystem::path own)
        : name_(std::move(name)), own_(std::move(own)) {}

    std::filesystem::path name_;
    std::filesystem::path own_;  // empty = it has its name
};

}  // namespace cli
