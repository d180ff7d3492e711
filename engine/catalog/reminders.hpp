#pragma once

#include "catalog/values.hpp"
#include "model/value.hpp"

#include <expected>
#include <optional>

namespace catalog {

// A user's default reminders: the two halves fullDay and withTime, each a list of
//     {type: min|hour|day, count: 1…}   or   {type: daybefore, before: 0…, time: minutes after
//     midnight}
// The portal's own default holds single objects instead of lists, and stores numbers as texts when
// they came as texts (portal-facts 6).

// Both halves as lists with numbers as numbers. The portal replaces the whole map on a write, so a
// half that is not given is taken from `portal_default`, and is empty when that has none.
std::expected<model::value, misfit> normal_reminders(
    const model::value& given, const std::optional<model::value>& portal_default
);

bool same_reminders(const model::value& wanted, const model::value& seen);

}  // namespace catalog
