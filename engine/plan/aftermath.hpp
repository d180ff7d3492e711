#pragma once

#include "model/reply.hpp"

#include <string>

namespace plan {

// What an answer meant for what was asked.
enum class aftermath {
    moved,      // accepted: it moved on, or ended well
    later,      // not its fault (rate, order of execution): try again, not counted
    no_budget,  // the method's operating time is used up: try again after a while, not counted
    again,      // failed in a way that may pass: try again after a backoff, counted
    ended,      // failed for good, or cannot be known
};

// The more serious of two.
aftermath worse(aftermath a, aftermath b);

// What a command that changes nothing can expect from an answer. `code` and `text` are set unless
// it moved.
aftermath aftermath_of_reading(const model::answer& answer, std::string& code, std::string& text);

}  // namespace plan
