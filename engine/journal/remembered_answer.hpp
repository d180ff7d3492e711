#pragma once

#include "journal/stored_name.hpp"
#include "model/reply.hpp"
#include "model/request.hpp"

#include <optional>
#include <string>

namespace journal {

// What is kept of an answer. Results are not (they are personal, and large), but for the id that a
// write gives for what it made: without it nobody could tell later what was made.
struct remembered_answer {
    fate what = fate::unknown;
    std::string code;
    std::string text;  // the beginning of it: a portal may answer with a page
    std::optional<std::string> created;
};

remembered_answer remember(const model::command& what, const model::answer& answer);

// The fate of a request as a whole; nothing when it was answered command by command.
std::optional<remembered_answer> remember_whole(const model::reply& reply);

}  // namespace journal
