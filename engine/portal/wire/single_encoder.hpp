#pragma once

#include "model/request.hpp"

#include <expected>
#include <string>

namespace portal {

// The JSON body of a single call: the parameters with their types. The unexpected value says why
// there is none: a text that is not UTF-8 (the portal would see no parameters at all), or a
// reference, which only a batch can resolve.
std::expected<std::string, std::string> encode_single(const model::command& what);

}  // namespace portal
