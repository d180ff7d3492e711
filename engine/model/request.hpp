#pragma once

#include "model/ids.hpp"
#include "model/value.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace model {

// What a command is for, seen from its step. contents: what an item that is to be deleted holds.
// restore: puts back what was written under somebody else's credential.
enum class purpose { identity, read, contents, write, verify, restore };

// A parameter that takes the result of an earlier command of the same batch: the portal's own
// `$result[KEY]`.
struct result_reference {
    std::vector<std::string> path;  // where in the parameters: {"settings", "meetSection"}
    std::string key;                // of the earlier command
};

// What has to arrive of a command's values: what they mean, or their very types as well. In a batch
// everything is text, so numbers, true and false then go singly.
enum class fidelity { meaning, types };

// One method with its parameters.
struct command {
    // Unique in its request; starts with a letter and holds letters and digits only, because
    // numeric keys change the shape of the portal's answer (portal-facts 2).
    std::string key;
    std::string method;
    // In a single request: typed. In a batch: the catalog's batch form, whose leaves are non-empty
    // containers' texts, numbers (sent in decimal) and booleans (sent as 1 and 0).
    object params;
    std::vector<result_reference> references;
    fidelity keep = fidelity::meaning;

    job_number job;
    std::size_t step = 0;  // of the job; 0 as well for `identity`, which serves all steps
    purpose why = purpose::write;
};

enum class request_form { single, batch };

// What a batch does after a command that failed: the rest as if nothing had been, or nothing more
// (then the rest is missing from the answer).
enum class after_error { go_on, halt };

// One HTTP request: a single command, or a batch of up to 50 that all run under one credential.
struct request {
    request_number number;
    credential_id credential;
    request_form form = request_form::single;
    after_error then = after_error::go_on;  // of a batch
    std::vector<command> commands;
};

// The portal runs at most this many commands of a batch (portal-facts 2).
inline constexpr std::size_t max_batch = 50;

}  // namespace model
