#pragma once

#include "base/diagnostic.hpp"
#include "catalog/definition.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace catalog {

// All that is known of a portal's methods and resources. Read once, then only looked at.
class definitions {
public:
    // From the files that were compiled into the program (config/catalog/*.yaml).
    // A fault in them is a bug: a test reads them all.
    static const definitions& built_in();

    // Adds one file's definitions. What is wrong in it goes to `problems`; a name that exists
    // already is refused.
    void add(std::string_view text, std::string_view file, base::diagnostics& problems);

    [[nodiscard]] const method* find_method(std::string_view name) const;
    [[nodiscard]] const resource* find_resource(std::string_view name) const;

    // The nearest known name, for "did you mean"; nothing when none is near.
    [[nodiscard]] std::optional<std::string> nearest_method(std::string_view name) const;
    [[nodiscard]] std::optional<std::string> nearest_resource(std::string_view name) const;

    [[nodiscard]] const std::map<std::string, method, std::less<>>& methods() const {
        return methods_;
    }
    [[nodiscard]] const std::map<std::string, resource, std::less<>>& resources() const {
        return resources_;
    }

private:
    std::map<std::string, method, std::less<>> methods_;
    std::map<std::string, resource, std::less<>> resources_;
};

const field* find_field(const std::vector<field>& fields, std::string_view name);
std::optional<std::string> nearest_field(const std::vector<field>& fields, std::string_view name);

}  // namespace catalog
