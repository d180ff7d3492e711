#pragma once

#include "base/source_pos.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace document {

// What a scalar or a container is under YAML 1.2's core schema: `no`, `on`, `0123` and `12:30` are
// text.
enum class node_kind { null, boolean, integer, real, text, sequence, mapping };

enum class scalar_style { plain, quoted };

// One place of a user's file: its kind, its value and where it stands. Anchors and aliases are
// expanded.
struct node {
    // Defined elsewhere: std::pair<node, node> asks how a node is copied while it is incomplete
    // itself.
    node();
    node(const node&);
    node(node&&) noexcept;
    node& operator=(const node&);
    node& operator=(node&&) noexcept;
    ~node();

    node_kind kind = node_kind::null;
    scalar_style style = scalar_style::plain;
    std::string text;  // of a scalar, exactly as written (without quotes)
    std::string tag;   // an explicit local tag such as "!default"; "" = none
    std::int64_t integer = 0;
    double real = 0;
    bool boolean = false;
    std::vector<node> items;  // of a sequence
    std::vector<std::pair<node, node>>
        entries;  // of a mapping, in the file's order; keys are unique texts
    base::source_pos where;

    // The value under `key`, or nothing when this is no mapping or has no such key.
    [[nodiscard]] const node* find(std::string_view key) const;
};

// "a number", "text", "a list", "a mapping", "nothing": for messages.
std::string_view describe(node_kind kind);

}  // namespace document
