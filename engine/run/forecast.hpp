#pragma once

#include "base/time.hpp"
#include "model/job.hpp"
#include "pacing/leaky_bucket.hpp"

#include <cstdint>

namespace run {

// How often a user's own credential is turned to: consecutive steps under it share their requests.
// Each time costs one request where all is right, and two where something differs.
std::uint64_t turns_of_own(const model::job& what);

// What a run will cost at most: every user has to be written, nothing has to be repeated.
class forecast {
public:
    // A job that is going to be dispatched.
    void add(const model::job& what);

    // Requests: two for each user with steps of his own (read, then write), and the administrator's
    // commands packed 50 to a batch, reading and writing apart.
    [[nodiscard]] std::uint64_t requests() const;

    // The least time in which the portal lets so many requests in: its burst at once, then so many
    // a second.
    [[nodiscard]] base::duration duration(const pacing::bucket_limits& limits) const;

private:
    std::uint64_t user_requests_ = 0;
    std::uint64_t admin_reads_ = 0;   // commands
    std::uint64_t admin_writes_ = 0;  // commands, with their read-backs
};

}  // namespace run
