#pragma once

#include "document/node.hpp"
#include "model/value.hpp"

namespace catalog {

// A place of a YAML file as a value; tags are not looked at.
model::value value_of(const document::node& from);

}  // namespace catalog
