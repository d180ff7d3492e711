#pragma once

#include "base/time.hpp"
#include "journal/rows.hpp"
#include "model/ids.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace run {

// Whether runs go that could still be gone on with.
enum class unfinished { kept, pruned };

// What is asked of a pruning; a run goes if both conditions let it go.
struct prune_order {
    std::optional<std::size_t> keep = std::nullopt;  // the newest so many of each portal stay
    std::optional<std::chrono::milliseconds> older_than = std::nullopt;  // what began later stays
    unfinished what_could_go_on = unfinished::kept;
};

// Of all runs, the newest first, those that may go. None that is under way; of each portal not the
// last that writes (`writes`) and did not come to its end, unless that is asked for; and none that
// one that stays continues or retries, because it could not be told or gone on with without it.
std::vector<model::run_id> to_prune(
    const std::vector<journal::run_row>& newest_first,
    const prune_order& what,
    const std::function<bool(const journal::run_row&)>& writes,
    base::wall_time now
);

}  // namespace run
