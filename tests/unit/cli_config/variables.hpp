#pragma once

#include "cli/config/environment.hpp"

#include <map>
#include <string>

// An environment of a test's own.
inline cli::environment variables(std::map<std::string, std::string> set) {
    return [set = std::move(set)](const std::string& name) -> std::optional<std::string> {
        const auto found = set.find(name);
        if (found == set.end()) return std::nullopt;
        return found->second;
    };
}
