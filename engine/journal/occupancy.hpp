#pragma once

#include "base/lock_file.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <set>

namespace journal {

// What of a journal somebody has at the moment.
struct seat {
    enum class kind : std::uint64_t {
        house,   // the whole file is being rewritten: whoever opens it waits
        run,     // run.number, while it is written
        portal,  // portal_lock.number, while a run has it
    };
    kind what = kind::house;
    std::int64_t number = 0;
};

// Who is there, as the kernel knows it: bytes of a file beside the journal that a process keeps
// locked while it lives. Says nothing of other machines. Used by one thread at a time.
class occupancy {
public:
    // Opens or makes the file. Errors are those of the system.
    static base::result<std::shared_ptr<occupancy>> open(const std::filesystem::path& journal);

    // Waits while the journal is being rewritten; where it never was used, there is no file and
    // nothing to wait for.
    static void wait_for_house(const std::filesystem::path& journal);

    // False: somebody has it already, this object included - or the file system knows no locks.
    [[nodiscard]] bool enter(seat which);
    void leave(seat which);
    // Whether anybody has it, this object included.
    [[nodiscard]] bool is_taken(seat which) const;

private:
    explicit occupancy(base::lock_file file) : file_(std::move(file)) {}

    base::lock_file file_;
    std::set<std::uint64_t> ours_;
};

}  // namespace journal
