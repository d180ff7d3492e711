#pragma once

#include "journal/stored_name.hpp"
#include "model/ids.hpp"
#include "model/job.hpp"
#include "model/outcome.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace journal {

// The code of steps that were not brought to an end because their run ended early: nobody's
// outcome, and a run that continues it takes them up again.
inline constexpr std::string_view cut_short = "run-ended";

// A step for which something was written, or may have been.
struct written_step {
    std::size_t place = 0;  // in its job
    model::step_kind kind = model::step_kind::call;
    std::string target;
    std::string id;
    fate what = fate::unknown;           // the best of its attempts: accepted, else in doubt
    std::optional<std::string> created;  // the id that an accepted write answered with
    model::run_id run;                   // that did it
};

// What a line of runs, each of which continues the one before, leaves to the next one.
struct past_life {
    // Who has his outcome, and which. 16 bytes a user.
    std::vector<std::pair<std::int64_t, model::user_outcome>> settled;  // by user
    // What was written for the others: few, since only so many are under way at a time.
    std::map<std::int64_t, std::vector<written_step>> written;

    [[nodiscard]] std::optional<model::user_outcome> outcome_of(model::user_id who) const;
};

}  // namespace journal
