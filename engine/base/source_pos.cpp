#include "base/source_pos.hpp"

namespace base {

std::string to_string(const source_pos& where) {
    if (!where.file) return {};
    if (where.line == 0) return *where.file;
    auto text = *where.file + ':' + std::to_string(where.line);
    if (where.column != 0) text += ':' + std::to_string(where.column);
    return text;
}

}  // namespace base
