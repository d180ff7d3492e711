#pragma once

#include "base/failure.hpp"

#include <expected>

namespace base {

// What a function gives that depends on the world: a value, or the failure that prevented it.
template <class Value>
using result = std::expected<Value, failure>;

}  // namespace base
