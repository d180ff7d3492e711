#pragma once

#include "base/time.hpp"
#include "model/run.hpp"
#include "pacing/leaky_bucket.hpp"
#include "portal-sim/core/options.hpp"

#include <boost/json/object.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace simulation {

// One portal among others of the same thread.
struct neighbour {
    std::size_t users = 5;
    pacing::bucket_limits limits{.burst = 4, .rate = 2};
    std::size_t connections = 8;
    base::duration way = std::chrono::milliseconds(20);  // of a request, and of its answer
    base::duration request_timeout = std::chrono::seconds(65);
    boost::json::object orders;  // as for the portal's control interface; empty = it behaves
};

// What became of it.
struct neighbour_end {
    model::run_summary summary;
    base::duration took{};
    std::size_t most_under_way = 0;
    std::uint64_t refusals = 0;  // for the rate, that we provoked
};

struct crowd_end {
    std::vector<neighbour_end> each;
    std::size_t most_under_way = 0;  // over all of them
};

// Runs on all portals at once, on one thread and in virtual time, with so many lines in common. All
// of them are to be changed, which takes two requests for each user.
crowd_end live_together(const std::vector<neighbour>& all, std::size_t lines);

// One of them, as if there were nobody else.
neighbour_end live_alone(const neighbour& one);

// What the limits of a portal that behaves allow at best for so many requests, answers included.
base::duration least_time(const neighbour& of, std::uint64_t requests);

}  // namespace simulation
