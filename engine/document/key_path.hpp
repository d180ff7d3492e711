#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace document {

// The path of a key or of a list's item below `parent` ("" = the file's root), as diagnostics name
// it: "spec.steps[1].with.showDeclined".
std::string path_of_key(std::string_view parent, std::string_view key);
std::string path_of_item(std::string_view parent, std::size_t index);

}  // namespace document
