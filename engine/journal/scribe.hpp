#pragma once

#include "base/result.hpp"
#include "dispatch/ports/journal_port.hpp"
#include "journal/record.hpp"
#include "journal/writing.hpp"

#include <filesystem>
#include <functional>
#include <memory>

namespace journal {

// Writes what runs say to one journal, in the order in which it is said. With writing::behind it
// has a thread of its own: what was said while one commit was under way goes with the next, so that
// many outcomes share one sync of the disk.
//
// What could not be written is kept and tried again with the next thing that is said, so that a
// disk that has room again loses nothing; until then every call gives the failure. On a full disk
// that is so as well, but what is said is written all the same as long as the room lasts that was
// kept for it (reserve.hpp): nothing new is begun, and nothing that was answered is lost.
//
// One scribe belongs to one thread; `another` is for another thread, and shares its writer and no
// lock: neither waits for the other to say something.
class scribe {
public:
    static base::result<std::shared_ptr<scribe>> open(
        const std::filesystem::path& file, writing how
    );
    [[nodiscard]] std::shared_ptr<scribe> another() const;
    scribe(const scribe&) = delete;
    scribe& operator=(const scribe&) = delete;
    // The last of them writes what is left, as far as it can.
    ~scribe();

    // The names of a run, kept for its records as long as a scribe is there.
    const run_names& enlist(run_names whose);

    // Taken and, sooner or later, written; a failure of what was said before is given all the same.
    // What the record refers to is needed only until this returns.
    // At once: gives what became of this, and does not keep what failed. Waits only for a disk that
    // is slower than the run, by many thousand sayings.
    base::result<void> say(const record& what);

    // Why what was said before is not written; success while nothing is known to be wrong.
    [[nodiscard]] base::result<void> health() const;

    // Whether all that was said here is written.
    [[nodiscard]] bool all_written() const;

    // As dispatch::journal_port::when_durable.
    void when_written(dispatch::haste how_soon, dispatch::journal_port::listener then);

    // Waits until all that was said here is written, or cannot be.
    base::result<void> write_out();

private:
    class office;
    struct desk;
    explicit scribe(std::shared_ptr<office> of);

    std::shared_ptr<office> office_;
    desk& desk_;  // in the office
};

}  // namespace journal
