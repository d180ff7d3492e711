#pragma once

#include <span>
#include <string_view>

namespace base {

// A text file that was compiled into the program: its path below the folder it came from, and its
// text.
struct embedded_file {
    std::string_view name;
    std::string_view text;
};

}  // namespace base
