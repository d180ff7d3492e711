#pragma once

#include "base/diagnostic.hpp"
#include "document/node.hpp"
#include "document/raw_tree.hpp"
#include "document/yaml_text.hpp"

#include <string>
#include <unordered_set>
#include <variant>
#include <vector>

namespace document {

// Makes the document of its raw tree: scalars typed, aliases expanded, `<<` merged. The composer
// has held the bounds before, so this cannot run away.
class expander {
public:
    expander(const raw_tree& tree, const yaml_text& text, base::diagnostics& problems)
        : tree_(tree), text_(text), problems_(problems) {}

    // Precondition: the tree is not empty.
    node expand() { return expand(0); }

private:
    node expand(std::uint32_t index);
    void fill_sequence(node& made, const raw_node& raw);
    void fill_mapping(node& made, const raw_node& raw);
    void merge(node& into, std::uint32_t source);
    void type_scalar(node& made, std::uint32_t index);
    void type_as(node& made, std::uint32_t index, std::string_view wanted);
    void complain(std::uint32_t index, std::string code, std::string message);
    [[nodiscard]] std::string path() const;

    const raw_tree& tree_;
    const yaml_text& text_;
    base::diagnostics& problems_;
    std::vector<std::variant<std::string_view, std::size_t>> path_;
    std::unordered_set<std::uint32_t> blamed_;  // what several aliases name is blamed once
};

}  // namespace document
