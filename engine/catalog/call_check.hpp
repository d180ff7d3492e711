#pragma once

#include "catalog/definition.hpp"
#include "catalog/definitions.hpp"
#include "document/mapping_reader.hpp"
#include "document/node.hpp"

namespace catalog {

// Whether a resource's calls fit the methods they name. The portal drops a parameter that it does
// not know without a word, so a wrong name would be a write that never takes effect. `in_file` is
// the file's `methods:` (or null): a method that stands there and is not known had a fault of its
// own, which is not reported a second time. Faults go to `from`, the resource's mapping.
void check_calls(
    const resource& what,
    const definitions& known,
    const document::node* in_file,
    document::mapping_reader& from
);

}  // namespace catalog
