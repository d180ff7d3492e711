#pragma once

#include "model/reply.hpp"
#include "model/request.hpp"
#include "model/value.hpp"

#include <optional>
#include <vector>

namespace portal {

// The answers of a batch from the value of its "result": {result, result_error, result_total,
// result_next, result_time}, each an object by command key, [] when empty (portal-facts 2). One for
// every command, in their order; a command that stands nowhere was not executed. Nothing when
// `result` has not that form. Values are moved out of it.
std::optional<std::vector<model::answer>> read_batch_answers(
    const std::vector<model::command>& asked, model::value& result, int http_status
);

}  // namespace portal
