#pragma once

#include "model/value.hpp"

#include <string>

// A small model of what the portal does with the values it is given (portal-facts 2 and 6): enough
// to see whether a value survives being sent, stored and read back.
namespace portal_store {

// What PHP has after decoding a JSON body: maps and lists are one type, so an empty map is a list.
model::value from_json(const model::value& sent);

// What PHP has after parse_str over a batch string that was written from the batch form: every leaf
// is a text.
model::value from_batch(const model::value& sent);

// One key of a user's calendar settings, stored and then answered by `get`. Throws
// std::runtime_error where the portal's own decoder would throw on every later get and set.
model::value settings_answer(const std::string& key, const model::value& stored);

// A member of a calendar as section.get answers it.
model::value section_answer(const std::string& key, const model::value& stored);

// A member of a user as user.get answers it.
model::value user_answer(const std::string& key, const model::value& stored);

}  // namespace portal_store
