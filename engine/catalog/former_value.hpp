#pragma once

#include "catalog/definition.hpp"
#include "model/job.hpp"
#include "model/value.hpp"

#include <optional>

namespace catalog {

// What a key is set to so that the portal answers what it answered once.
struct former_value {
    model::value what;
    model::value_form form = model::value_form::normal;
};

// `seen`: as the portal answered it; null where the answer had no such key. Nothing: nothing that
// can be sent makes the portal answer this again (an empty description, which it ignores).
std::optional<former_value> former_value_of(
    const resource& what, const field& which, const model::value& seen
);

// What is sent for a value in the form as_seen. Where the portal keeps a map as JSON text, anything
// but a map is sent as such a text: sent as itself it would end the reading of all the user's
// settings (portal-facts 6).
model::value sent_again(const field& which, const model::value& seen);

}  // namespace catalog
