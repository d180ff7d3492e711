#pragma once

#include "base/diagnostic.hpp"

#include <string>

namespace support {

// What a person sees of the problems: one text, as the program would print it.
inline std::string told(const base::diagnostics& problems) {
    std::string all;
    for (const auto& each : problems.sorted()) {
        if (!all.empty()) all += '\n';
        all += base::to_text(each);
    }
    return all;
}

}  // namespace support
