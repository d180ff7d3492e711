#pragma once

#include "base/diagnostic.hpp"
#include "catalog/definition.hpp"
#include "document/node.hpp"

#include <string>

namespace catalog {

// One definition out of a catalog file. What is wrong goes to `problems`; what is returned then is
// incomplete and must not be used (compare the count of errors before and after).
method read_method(
    const std::string& name,
    const document::node& from,
    const std::string& path,
    base::diagnostics& problems
);
resource read_resource(
    const std::string& name,
    const document::node& from,
    const std::string& path,
    base::diagnostics& problems
);

// The fields of a resource or the parameters of a method.
std::vector<field> read_fields(
    const document::node& from, const std::string& path, base::diagnostics& problems
);

}  // namespace catalog
