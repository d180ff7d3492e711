#pragma once

#include "base/result.hpp"
#include "report/staged_file.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace report {

// What is gathered until its end is known, and is gone then: in memory while it is little, which it
// is for most portals of many, and from there on in NAME.tmp. Making and removing a file costs more
// than a user. A failure to write is told by `read_back`.
class spool {
public:
    explicit spool(std::filesystem::path name) : name_(std::move(name)) {}

    void write(std::string_view text);

    // Everything that was written so far, in blocks.
    base::result<void> read_back(const std::function<void(std::string_view block)>& tell);

    // Nothing of it is left, and no file.
    void discard();

private:
    void move_to_file();

    std::filesystem::path name_;
    std::string kept_;  // all of it, while there is no file
    std::optional<staged_file> file_;
    std::optional<base::failure> failure_;
};

}  // namespace report
