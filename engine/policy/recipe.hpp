#pragma once

#include "model/value.hpp"
#include "policy/evaluate.hpp"
#include "policy/expression.hpp"
#include "policy/fault.hpp"
#include "policy/source.hpp"

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace policy {

// A piece of a text: as it stands, or a placeholder.
struct text_piece {
    std::string text;
    std::optional<expression> what;
};

// How a value is made for a user: what was written, its placeholders read and their names bound.
struct recipe {
    enum class form {
        constant,
        expression,  // a scalar that is one placeholder: the value keeps its type
        text,        // pieces joined
        list,
        mapping,
        item_id,  // of an earlier step's item: known when the portal has answered
    };

    form shape = form::constant;
    spot from;
    model::value constant;
    std::vector<text_piece> pieces;  // of a text; of an expression exactly one, a placeholder
    std::vector<recipe> keys;        // of a mapping: constants or texts
    std::vector<recipe> items;       // of a list; of a mapping, the values
    std::size_t step = 0;            // of an item_id: the index of the step in its policy
};

// Visits every path in a recipe.
template <class Recipe, class Visitor>
void for_each_path_in(Recipe& what, const Visitor& visit) {
    for (auto& piece : what.pieces)
        if (piece.what) for_each_path(*piece.what, visit);
    for (auto& each : what.keys) for_each_path_in(each, visit);
    for (auto& each : what.items) for_each_path_in(each, visit);
}

// The value of a recipe for the user whom the names speak of; one that is borrowed stands in the
// recipe or in what the names know. A fault has its place. For an id that is not known yet there
// stands the number 1, which is right wherever an id is.
std::expected<operand, fault> make(const recipe& how, names& known);

// Where ids stand in what was made: the keys that lead there, and the step.
struct id_place {
    std::vector<std::string> path;
    std::size_t step = 0;
    bool operator==(const id_place&) const = default;
};

std::vector<id_place> places_of_ids(const recipe& how, const model::value& made);

}  // namespace policy
