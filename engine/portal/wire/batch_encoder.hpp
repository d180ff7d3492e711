#pragma once

#include "model/request.hpp"

#include <expected>
#include <string>

namespace portal {

// The JSON body of a `batch` call: {"halt":0|1,"cmd":{"KEY":"method?name=value&..."}}, each command
// as PHP's parse_url and parse_str read it (portal-facts 2): lists and objects in brackets,
// booleans as 1 and 0, numbers in decimal, references as `$result[KEY]`.
//
// The unexpected value says what cannot be said in a batch (null, an empty list, a name that PHP
// would change, a text that the portal would take for a reference) or which rule of
// model/request.hpp is broken. Nothing is ever left out in silence.
std::expected<std::string, std::string> encode_batch(const model::request& what);

}  // namespace portal
