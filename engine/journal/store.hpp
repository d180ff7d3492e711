#pragma once

#include "base/result.hpp"
#include "journal/known_owners.hpp"
#include "journal/rows.hpp"
#include "journal/run_journal.hpp"
#include "journal/writing.hpp"
#include "model/ids.hpp"
#include "model/run.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace journal {

class database;
class occupancy;
class scribe;

// What is known of a run when it starts, beside what reports say of it.
struct run_start {
    std::uint64_t selected = 0;  // jobs; 0 = not known
    std::optional<std::string> invocation =
        std::nullopt;  // as JSON; what it takes to go on with it
};

// Which runs are meant.
struct run_filter {
    std::optional<model::portal_name> portal = std::nullopt;
    std::string beginning = {};   // of the id
    std::string other_than = {};  // a command that is left out
    std::optional<std::size_t> most = std::nullopt;
};

// What Muster remembers of its runs: one database file, journal.sqlite in the state directory.
//
// Several stores, in this process and in others, may have one file open at the same time; a change
// waits for another's for at most five seconds. One store, the runs started from it and its readers
// belong to one thread; with writing::behind a second one, which nobody else sees, does the
// writing. Every failure is a journal_error.
class store {
public:
    // Makes the file (mode 0600, its directory must exist) or brings an older one to this version's
    // schema. Refused: newer_schema, not_a_journal, corrupt, read_only, cannot_open.
    // `how` its runs are written; behind, for whoever means to start some, also says whether it is
    // whole, which otherwise the first run's start does.
    static base::result<store> open(
        const std::filesystem::path& file, writing how = writing::at_once
    );

    // The same journal for another thread: with a reader of its own, and the same writer.
    base::result<store> another();

    // A run that begins now; `conflict` when there is one of that id, `corrupt` when the file is
    // damaged. It keeps the file open after
    // the store is gone.
    base::result<std::unique_ptr<run_journal>> start_run(
        const model::run_header& header, const run_start& with = {}
    );

    // Whether the credential with this fingerprint was seen to belong to this user of this portal.
    [[nodiscard]] base::result<bool> is_proven(
        const model::portal_name& portal, model::user_id who, std::string_view fingerprint
    ) const;

    // The same for all credentials of the portal at once.
    [[nodiscard]] base::result<known_owners> owners_on(const model::portal_name& portal) const;

    // Whether a once-per-user step was done by an earlier run on this portal. `step_key` names the
    // step, its target and its parameters; the caller makes it (run_journal::naming::once_key).
    [[nodiscard]] base::result<bool> is_done_once(
        const model::portal_name& portal, model::user_id who, std::string_view step_key
    ) const;

    // The same, with the third answer: it was sent, and nobody knows what became of it.
    [[nodiscard]] base::result<once_state> state_of_once(
        const model::portal_name& portal, model::user_id who, std::string_view step_key
    ) const;

    // It is known by now that what this run sent of the step did not take effect: its doubt goes.
    base::result<void> withdraw_doubt(
        const model::portal_name& portal,
        model::user_id who,
        std::string_view step_key,
        const model::run_id& run
    );

    // Random, made with the file: for fingerprints that mean nothing outside of it.
    [[nodiscard]] base::result<std::string> salt() const;

    // Newest first.
    [[nodiscard]] base::result<std::vector<run_row>> runs(const run_filter& which = {}) const;
    [[nodiscard]] base::result<std::optional<run_row>> find_run(const model::run_id& id) const;

    // The runs of which each continues the one before, this one among them, in the order of their
    // starting; no_such_run where there is none of that id.
    [[nodiscard]] base::result<std::vector<model::run_id>> line_of(const model::run_id& id) const;

private:
    friend class pruning;
    friend class reader;
    store(
        std::shared_ptr<database> opened,
        std::shared_ptr<occupancy> seats,
        std::filesystem::path file,
        writing how
    )
        : database_(std::move(opened)),
          seats_(std::move(seats)),
          file_(std::move(file)),
          how_(how) {}

    static base::result<store> open_unexamined(const std::filesystem::path& file, writing how);
    base::result<void> have_scribe();
    base::result<void> examine();

    std::shared_ptr<database> database_;  // for reading, and for beginning runs
    std::shared_ptr<occupancy> seats_;
    std::filesystem::path file_;
    writing how_;
    std::shared_ptr<scribe> scribe_;  // of all its runs; comes with the first
    bool examined_ = false;           // for damage
};

}  // namespace journal
