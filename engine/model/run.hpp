#pragma once

#include "base/time.hpp"
#include "model/ids.hpp"
#include "model/outcome.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace model {

// How a run stands to an earlier one.
enum class kinship {
    continues,   // goes on where the other was ended, with its selection and its policies
    retries,     // for those whom the other did not bring to a good end
    takes_back,  // puts back what the other wrote
};

struct kin {
    kinship how = kinship::continues;
    run_id of;
};

// What a run is, before it starts.
struct run_header {
    run_id id;
    portal_name portal;
    std::string portal_url;             // scheme and host only, never a webhook's path
    std::string command;                // "apply", "apply --single-pass"
    std::vector<std::string> policies;  // names
    std::string reason;                 // --reason; "" = none
    base::wall_time started;
    std::uint64_t seed = 0;  // of the backoff's jitter
    std::optional<kin> after = {};
};

// How a run ended.
enum class run_end {
    complete,        // every job has an outcome of its own
    interrupted,     // a signal
    portal_stopped,  // the portal refuses everything (overload, deleted, not paid)
    unavailable,     // it could not be reached
    unauthorized,    // the authorization of the whole portal failed
    state_lost,      // the journal could not be written
    too_many_failures,
    deadline,
    locked,          // another run has the portal
};

struct lane_counts {
    std::uint64_t requests = 0;
    std::uint64_t commands = 0;
    std::uint64_t retries = 0;
    std::uint64_t rate_limited = 0;  // requests answered with QUERY_LIMIT_EXCEEDED
    std::uint64_t lost_answers = 0;
};

// Totals that add up: the sum over `users` is the number of users selected.
struct run_summary {
    run_header header;
    run_end end = run_end::complete;
    std::string end_reason;  // "" unless the run ended early
    base::wall_time finished;
    std::map<user_outcome, std::uint64_t> users;
    std::map<outcome, std::uint64_t> steps;
    std::uint64_t unmatched = 0;  // users of the roster that no policy matches; not in `users`
    // Of a run that continues another: who had his outcome before it began. Not in `users`; both
    // together are the selection.
    std::map<user_outcome, std::uint64_t> carried = {};
    lane_counts lane;
};

std::string_view to_string(run_end how);
std::string_view to_string(kinship how);  // "continues", "retries", "takes back"

}  // namespace model
