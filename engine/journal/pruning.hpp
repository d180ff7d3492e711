#pragma once

#include "base/result.hpp"
#include "model/ids.hpp"

#include <cstdint>
#include <filesystem>

namespace journal {

class store;

// Takes runs out of a journal. What outlives runs - whose credentials are, what was done once -
// stays. Other processes may write meanwhile: it is done in portions, each of which is a moment.
class pruning {
public:
    // The store outlives it.
    explicit pruning(const store& of);

    // Everything of one run; gives how many jobs it had. A process that is killed meanwhile leaves
    // less of the run, which can be deleted again. no_such_run for one that is not there.
    base::result<std::uint64_t> delete_run(const model::run_id& which);

    // What the file was, and is, with its log.
    struct sizes {
        std::uintmax_t before = 0;
        std::uintmax_t after = 0;
    };
    // Gives the room that became free back to the disk; it is used again otherwise. `busy` where a
    // run is under way, which would have to wait for it.
    base::result<sizes> give_back();

private:
    const store& of_;
};

}  // namespace journal
