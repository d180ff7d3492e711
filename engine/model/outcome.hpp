#pragma once

#include "base/time.hpp"
#include "model/job.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace model {

// Every step ends in exactly one of these.
enum class outcome {
    unchanged,  // was right already
    changed,    // written, read back and right
    differs,    // is not as it should be, and was only looked at
    failed,
    skipped,  // not attempted: done before, or an earlier step of the user failed
    unknown,  // sent, the answer was lost, and it cannot be repeated safely
};

// Every user ends in exactly one of these: the worst of his steps, or why there were none.
enum class user_outcome {
    unchanged,
    changed,
    differs,
    failed,
    skipped,
    unknown,
    blocked,
    excepted
};

enum class block_reason { none, no_credential, wrong_identity, unreadable };

// What becomes of a key that differs. changed_since: its guard does not hold, so it is left as it
// is.
enum class key_fate { due, changed_since };

// One managed key of one step: what was there, what the policy wants, what is there now.
struct key_change {
    std::string key;
    value before;  // null when it was never read
    value wanted;
    value after;  // null when it was not read back
    std::string severity;
    std::string why;
    key_fate fate = key_fate::due;
};

struct step_result {
    outcome what = outcome::skipped;
    std::string code;                 // the portal's, or ours: "not-effective", "lost-answer",
                                      // "earlier-step-failed", "changed-since" (of a changed step:
                                      // some of its keys were left); "" = none
    std::string reason;               // one line for a person; "" = none
    std::vector<key_change> changes;  // only keys that differed before, or still differ
    std::optional<value>
        before;  // the image before: settings, or the item; nothing = never read, or a call
    std::optional<value> after;
    std::optional<std::string> remote_id;  // of what was created or found
    std::uint32_t attempts = 0;            // requests that carried a command of this step
    // The whole resource as it was read, of a step that manages none of its keys: a mapping, or a
    // collection's list of rows. The steps of a policy have none.
    std::optional<value> image;
};

struct job_result {
    job_number number;
    job what;
    user_outcome overall = user_outcome::skipped;
    block_reason blocked = block_reason::none;
    std::string reason;  // for a blocked user: in words; otherwise the first failing step's
    std::vector<step_result> steps;  // one for every step of the job
    base::wall_time started;
    base::wall_time finished;
};

// Why a step, or a part of it, was left as it is on purpose. changed_since: somebody changed it.
// cannot_take_back: it is done, and stays done. made_and_kept: the run made it, and deleting it was
// not asked for.
enum class left_because { nothing, changed_since, cannot_take_back, made_and_kept };

// By the step's code: "changed-since", "cannot-take-back", "made-and-kept".
left_because why_left(const step_result& which);

// The worst of the steps: failed, unknown, skipped (who was not brought to an end is not done),
// differs, changed, unchanged in this order. A user all of whose steps were skipped because they
// were done before is unchanged; one who has no step at all is excepted. What cannot be taken back
// counts only for whom there is nothing else.
user_outcome worst(const std::vector<step_result>& steps);

std::string_view to_string(outcome what);
std::string_view to_string(user_outcome what);
std::string_view to_string(block_reason why);  // "no credential", "wrong identity", "unreadable"

}  // namespace model
