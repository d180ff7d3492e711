#pragma once

#include "base/diagnostic.hpp"
#include "document/node.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace policy {

// What a variable is in this run, whatever the policies say.
struct variable_override {
    std::string name;
    document::node value;
};

// From `--var minutes=20`: the value is read like a plain scalar of a policy, so 20 is a number.
std::optional<variable_override> read_override(std::string_view text, base::diagnostics& problems);

// From `--var-file F`: a YAML mapping of names and values.
std::vector<variable_override> read_overrides(
    const std::filesystem::path& file, base::diagnostics& problems
);

// Puts the values into `spec.vars` of a policy's text, where it has those variables; of two for one
// name the later counts. Marks in `used` those that found their place.
void override_variables(
    document::node& policy, const std::vector<variable_override>& overrides, std::vector<bool>& used
);

}  // namespace policy
