#pragma once

#include "model/reply.hpp"
#include "model/value.hpp"

#include <cstdint>
#include <optional>

namespace portal {

// Numbers come as numbers or as decimal text; nothing = absent or neither.
std::optional<std::int64_t> read_whole(const model::value* what);
std::optional<double> read_number(const model::value* what);

// The `time` object (portal-facts 5); it may be partial, and an empty one is [].
std::optional<model::timing> read_timing(const model::value* what);

}  // namespace portal
