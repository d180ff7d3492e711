#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace base {

// A place in a file that a user wrote. Cheap to copy: all places in one file share its name.
// Lines and columns count from 1; 0 means "the file as a whole".
struct source_pos {
    std::shared_ptr<const std::string> file;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
};

// "policies/sales.yaml:12:7", "policies/sales.yaml" for a whole file, "" when there is no file.
std::string to_string(const source_pos& where);

}  // namespace base
