#pragma once

#include "document/node.hpp"

#include <boost/json/value.hpp>

namespace document {

// The same value as JSON. What JSON has no number for (.inf, .nan) becomes its text; tags and
// places are lost.
boost::json::value to_json(const node& from);

}  // namespace document
