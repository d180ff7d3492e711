#pragma once

#include "catalog/definitions.hpp"
#include "model/request.hpp"
#include "model/user.hpp"
#include "model/value.hpp"

#include <expected>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace catalog {

// A method with its parameters, before it becomes a command of some request.
struct call {
    std::string method;
    model::object params;  // typed: what a single JSON request sends
    std::vector<model::result_reference> references;
    model::fidelity keep = model::fidelity::meaning;
};

// A part of a value that is the result of an earlier command of the same batch.
struct result_part {
    std::vector<std::string> path;  // from the value on: {"user17"}
    std::string command;            // its key
};

// One managed key on its way into a call: its value, or the earlier command whose result it takes.
struct assignment {
    std::string key;
    std::variant<model::value, std::string> from;  // text = the key of a command in the same batch
    std::vector<result_part> parts = {};           // of a value that lacks them
};

// How to read a resource for one user.
call read_call(const resource& what, const model::user& who);

// How to write the given keys. `item` is the collection's item as it was read; for a settings
// resource and for creating it is null. create: precondition what.create.
call write_call(
    const resource& what,
    const model::user& who,
    const model::value& item,
    const std::vector<assignment>& values
);
call create_call(
    const resource& what, const model::user& who, const std::vector<assignment>& values
);

// How to delete the item with this id, and how to ask what it holds: an empty list is nothing.
// Precondition: what.remove and what.contents.
call remove_call(const resource& what, const model::user& who, const std::string& id);
call contents_call(const resource& what, const model::user& who, const std::string& id);

// What the answer to read_call says: the settings object or the first row (kinds whole and
// first_row; nothing when there is no row), or, for a collection, the item whose key field equals
// `key` (nothing when there is none; the one with the lowest id when there are several). The
// failure text says what was expected and what came.
std::expected<std::optional<model::object>, std::string> read_from_answer(
    const resource& what, const model::value& answer, const std::optional<std::string>& key
);

// The whole of the answer to read_call, whatever its items are called: the settings object or the
// first row (nothing when there is no row), or a list with all rows of a collection.
std::expected<std::optional<model::value>, std::string> whole_from_answer(
    const resource& what, const model::value& answer
);

// The same for the item of a collection with this id.
std::expected<std::optional<model::object>, std::string> item_from_answer(
    const resource& what, const model::value& answer, const std::string& id
);

// The id of a collection's item as text; of a created one from the answer to create_call (a bare
// number).
std::optional<std::string> item_id(const resource& what, const model::object& item);
std::optional<std::string> created_id(const model::value& answer);

// The parameters as they travel in a batch string: nested objects and lists of texts, whole numbers
// and booleans. The unexpected value says why this call cannot travel in a batch and has to go
// singly (null, an empty list, a text that the portal would take for a reference, a method that
// refuses; where types have to arrive, whatever is no text).
std::expected<model::object, std::string> batch_form(const definitions& all, const call& what);
std::expected<model::object, std::string> batch_form(
    const definitions& all, const model::command& what
);

}  // namespace catalog
