#include "policy/expression.hpp"

namespace policy {

std::string path_text(const expression& path) {
    std::string text(to_string(path.root));
    for (const auto& name : path.names) text.append(".").append(name);
    return text;
}

std::string_view to_string(path_root root) {
    switch (root) {
        case path_root::user:
            return "user";
        case path_root::vars:
            return "vars";
        case path_root::steps:
            return "steps";
        case path_root::portal:
            return "portal";
        case path_root::env:
            return "env";
    }
    return "";
}

}  // namespace policy
