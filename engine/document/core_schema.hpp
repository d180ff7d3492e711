#pragma once

#include "document/node.hpp"

#include <string_view>

namespace document {

enum class typing {
    done,
    out_of_range,  // a number that cannot be held exactly enough: beyond int64, or beyond double
};

// What a plain scalar is under YAML 1.2's core schema, with one difference: digits that begin with
// a superfluous zero (`0123`, `00.5`) are text, because somebody meant them as they stand. Sets
// kind and value of `scalar` from scalar.text.
typing resolve_plain(node& scalar);

}  // namespace document
