#pragma once

#include "model/reply.hpp"
#include "model/request.hpp"

#include <optional>
#include <vector>

namespace dispatch {

// What is known of the answers to a request before it is sent: one for each command, or none at
// all where nothing is known.
using foreknown = std::vector<std::optional<model::answer>>;

// Whether nothing of it is worth sending.
bool is_all_known(const foreknown& answers);

// The request without the commands whose answers are known.
model::request unanswered_part(const model::request& all, const foreknown& known);

// The reply to all of it, from that to the part which was sent. What the whole request met - a
// refusal for the rate, a lost answer - all of it has met.
model::reply with_foreknown(model::reply of_part, const foreknown& known);

}  // namespace dispatch
