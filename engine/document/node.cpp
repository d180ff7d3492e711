#include "document/node.hpp"

#include <algorithm>

namespace document {

node::node() = default;
node::node(const node&) = default;
node::node(node&&) noexcept = default;
node& node::operator=(const node&) = default;
node& node::operator=(node&&) noexcept = default;
node::~node() = default;

const node* node::find(std::string_view key) const {
    const auto found =
        std::ranges::find_if(entries, [key](const auto& entry) { return entry.first.text == key; });
    return found == entries.end() ? nullptr : &found->second;
}

std::string_view describe(node_kind kind) {
    switch (kind) {
        case node_kind::null:
            return "nothing";
        case node_kind::boolean:
            return "true or false";
        case node_kind::integer:
            return "a whole number";
        case node_kind::real:
            return "a number";
        case node_kind::text:
            return "text";
        case node_kind::sequence:
            return "a list";
        case node_kind::mapping:
            return "a mapping";
    }
    return "nothing";
}

}  // namespace document
