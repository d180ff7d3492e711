#pragma once

#include "model/request.hpp"
#include "model/user.hpp"
#include "policy/policy_set.hpp"

#include <cstdint>
#include <string>

namespace bench {

// Two policies for a company's calendars, one for everybody and one for Sales that has the last
// word on three keys. Merged they give two steps with 12 settings, of which four are made for
// every user, and a reference to an earlier step. A fault in them ends the program.
policy::policy_set office_policies();

// Somebody of Sales, with the attributes that a CSV roster gives him.
model::user office_user(std::int64_t id);

// A batch of 50: settings read and settings of 12 keys written, in turns.
model::request settings_batch();

// What a portal answers to settings_batch: every read gives the whole settings, every command has
// its `time`.
std::string settings_answer(const model::request& to);

}  // namespace bench
