#pragma once

#include "document/node.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace document {

enum class raw_kind { scalar, sequence, mapping, alias };

// A node as it stands in the file: untyped, with aliases not yet expanded. What an expansion would
// cost is known before any is made.
struct raw_node {
    raw_kind kind = raw_kind::scalar;
    scalar_style style = scalar_style::plain;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    std::string text;
    std::string tag;                      // "" = none
    std::vector<std::uint32_t> children;  // of a mapping: key, value, key, value ...
    std::uint32_t target = 0;             // of an alias
    std::size_t size = 1;                 // nodes, aliases expanded
    std::size_t height = 1;               // levels, aliases expanded
    std::size_t merges = 0;               // levels of `<<`, aliases expanded
};

// All nodes of one document; the first is its root. None = the document holds nothing.
using raw_tree = std::vector<raw_node>;

// Is this key the merge key? A quoted one is a key like any other.
inline bool is_merge_key(const raw_node& key) {
    return key.text == "<<" && key.style == scalar_style::plain;
}

}  // namespace document
