#pragma once

#include "catalog/definitions.hpp"
#include "dispatch/lane.hpp"
#include "model/outcome.hpp"
#include "policy/policy_set.hpp"
#include "portal/credential_book.hpp"
#include "roster/source.hpp"
#include "run/imagined_portal.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <vector>

namespace run {

// What a run is played with. All of it outlives the play.
struct dry_run_inputs {
    roster::source& who;
    const policy::policy_set& what;
    const catalog::definitions& all;
    const portal::credential_book& credentials;
    dispatch::lane_options lane;
    imagined there = imagined::nothing_right;
    base::wall_time begins;
    base::duration trip = std::chrono::milliseconds(300);  // of a request and its answer
};

// So much was done so long after the beginning.
struct milestone {
    unsigned percent = 0;  // of the users
    base::duration at{};
    std::uint64_t requests = 0;
};

struct dry_run_result {
    model::lane_counts counts;
    std::map<model::user_outcome, std::uint64_t> users;
    base::duration took{};
    std::vector<milestone> milestones;  // every tenth of the users
};

// The same for jobs that are made otherwise.
struct dry_run_terms {
    const catalog::definitions& all;
    dispatch::lane_options lane;
    imagined there = imagined::nothing_right;
    base::wall_time begins;
    base::duration trip = std::chrono::milliseconds(300);
};

// A job as a run would have it whose memory of earlier runs is: every credential proven.
model::work_item imagined_item(
    model::job_number number, model::job what, const portal::credential_book& credentials
);

// Plays a whole run in virtual time: the real lane, grouping and pacing against a portal that
// behaves well. Nothing is sent and nothing is written. `users`: how many jobs there will be, for
// the milestones.
base::result<dry_run_result> play(const dry_run_inputs& inputs, std::uint64_t users);
base::result<dry_run_result> play(
    dispatch::job_source& jobs, const dry_run_terms& terms, std::uint64_t users
);

}  // namespace run
