#include "document/key_path.hpp"

#include "document/excerpt.hpp"

namespace document {

std::string path_of_key(std::string_view parent, std::string_view key) {
    // Keys that would not read as part of a path stand in quotes.
    const bool plain = !key.empty() && key.size() <= 60 &&
                       key.find_first_of(".[]'\"/ \t\n") == std::string_view::npos;
    const auto shown = plain ? std::string(key) : in_quotes(key);
    if (parent.empty()) return shown;
    return std::string(parent).append(".").append(shown);
}

std::string path_of_item(std::string_view parent, std::size_t index) {
    return std::string(parent).append("[").append(std::to_string(index)).append("]");
}

}  // namespace document
