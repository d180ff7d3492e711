#pragma once

#include "catalog/calls.hpp"
#include "model/job.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>

namespace plan {

// What `${steps.NAME.id}` stands for at a given moment.
struct awaited {};  // that step has not been read yet
struct created_by {
    std::string key;
};  // will be made by this command of the same batch
using item_reference = std::variant<awaited, created_by, std::string>;  // text = the id
using references = std::map<std::string, item_reference, std::less<>>;

// The id of the step's item; nullptr: not known before the batch runs.
const std::string* known_id(const references& ids, const std::string& step);

// A mapping with every id in its place; nothing where one of them is not known.
std::optional<model::value> filled(const model::open_value& what, const references& ids);

// What is written under `key`: the value as far as it is known, and the commands of the same batch
// that bring the rest. Precondition: every reference is known or will be made in the same batch.
catalog::assignment assignment_of(
    const std::string& key, const model::step_reference& what, const references& ids
);
catalog::assignment assignment_of(
    const std::string& key, const model::open_value& what, const references& ids
);

// Whether every reference of the key can be written: is known, or will be made in the same batch.
bool is_settled(const model::wanted_value& what, const references& ids);

}  // namespace plan
