#pragma once

#include "catalog/definition.hpp"
#include "catalog/mapping_reader.hpp"
#include "document/node.hpp"

#include <string>

namespace catalog {

// One definition out of a catalog file. Faults go to the log; what is returned then is incomplete
// and must not be used (compare the log's count before and after).
method read_method(
    const std::string& name, const document::node& from, const std::string& path, fault_log& faults
);
resource read_resource(
    const std::string& name, const document::node& from, const std::string& path, fault_log& faults
);

// The fields of a resource or the parameters of a method.
std::vector<field> read_fields(
    const document::node& from, const std::string& path, fault_log& faults
);

}  // namespace catalog
