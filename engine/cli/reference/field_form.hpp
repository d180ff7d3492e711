#pragma once

#include "catalog/definition.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

// What a policy writes for a field of this type, in words.
std::string_view what_to_write(catalog::field_type type);

// The names of the resources that read or write with the method.
std::vector<std::string> resources_with(
    const std::map<std::string, catalog::resource, std::less<>>& all, std::string_view method
);

}  // namespace cli
