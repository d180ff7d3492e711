#pragma once

#include "base/diagnostic.hpp"
#include "base/result.hpp"
#include "document/node.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace document {

// What a file may be at most; beyond it, it is refused and not read.
struct bounds {
    std::size_t bytes = std::size_t{16} << 20;
    std::size_t depth = 64;
    std::size_t nodes = 1'000'000;  // after the expansion of aliases
    std::size_t merges = 8;         // levels of `<<` that build on each other
};

// One YAML document; JSON is YAML as well. A `<<` takes over the keys of a mapping or of a list of
// mappings that are not given beside it. Errors (what does not parse, a tab as indentation, a
// duplicate key, text that is not UTF-8, a bound exceeded, more than one document) go to `problems`
// with their place and the line's text; then nothing is given. `file` is the name to show.
std::optional<node> read_yaml(
    std::string_view text,
    std::string_view file,
    base::diagnostics& problems,
    const bounds& limits = {}
);

// The same, from a file. A file that cannot be opened is a problem as well, with what the system
// said.
std::optional<node> read_yaml_file(
    const std::filesystem::path& file, base::diagnostics& problems, const bounds& limits = {}
);

}  // namespace document
