#pragma once

#include "catalog/definition.hpp"
#include "model/job.hpp"
#include "model/outcome.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace plan {

// Whether what the portal answered is what a key should be. `wanted`: with its references filled
// in.
bool is_as_wanted(
    const model::setting& which,
    const catalog::field& field,
    const model::value& wanted,
    const model::value& seen
);

// What becomes of a key that differs, where `seen` is what the portal holds.
model::key_fate fate_of(
    const model::setting& which, const catalog::field& field, const model::value& seen
);

// Whether a key is among the changes as one that is left as it is.
bool is_left(const std::vector<model::key_change>& changes, std::string_view key);

// "left as they are, because they changed since: view, showTasks"; "" where none is left.
std::string left_in_words(const std::vector<model::key_change>& changes);

}  // namespace plan
