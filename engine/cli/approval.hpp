#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "cli/workspace.hpp"
#include "plan/safety.hpp"

#include <expected>
#include <functional>
#include <string>

namespace cli {

// A plan that is about to be applied.
struct pending_plan {
    plan::change_counts counts;
    std::string sha256;
    std::string look;   // what to type to see it
    std::string again;  // what to type to come back to it, without --accept
};

// Whether the configuration, or a person's word for exactly this plan, lets it through. A refusal
// is told on stderr with its numbers.
std::expected<void, exit_code> hold_to_limits(
    const options& given, const workspace& files, const pending_plan& what
);

// Whether the portal is not one that is only looked at; told on stderr.
std::expected<void, exit_code> allow_writing(const workspace& files);

// Whether a person has to be asked before anything is changed; a saved plan was looked at before.
bool asks_approval(const options& given);

// Asks; `show` is called before, to show on stderr what it is about. `of`: whose users they are.
// Nothing is asked where nothing would be changed, or where the word was given with the command.
std::expected<void, exit_code> ask_approval(
    const options& given,
    const std::string& of,
    const pending_plan& what,
    const std::function<void()>& show
);

// --reason, and the plan that was let through.
std::string reason_of(const options& given);

}  // namespace cli
