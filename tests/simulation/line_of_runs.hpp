#pragma once

#include "journal/store.hpp"
#include "model/outcome.hpp"
#include "model/run.hpp"
#include "simulation/journal_writes.hpp"
#include "simulation/place.hpp"
#include "simulation/state_folder.hpp"
#include "support/manual_clock.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace simulation {

// How a process dies with one of its writes to the journal.
struct death {
    journal_writes::last_write with;
    // What a journal that is written behind the run holds then: everything, or no more than what
    // had to be on the disk before the last call that must not happen twice was sent.
    enum class journal { up_to_date, behind } kept = journal::up_to_date;
    // What becomes of the requests that are on their way to the portal.
    enum class on_the_way { arrives, is_lost } requests = on_the_way::arrives;
};

// A run on one portal and the runs that continue it, each begun as the program begins it, on one
// journal and in virtual time.
class line_of_runs {
public:
    explicit line_of_runs(portal_scenario what);

    enum class end { died, complete, early };
    // One life of the process: it begins the run, or goes on with what the lives before left. Where
    // they left nothing, it does nothing. Afterwards it is a while later.
    end live(const std::optional<death>& how = {});

    // Writes to the journal in the last life.
    [[nodiscard]] std::uint64_t writes() const noexcept { return writes_; }
    // Lives that began a run.
    [[nodiscard]] std::size_t runs() const noexcept { return runs_; }

    // Calls of which a death has left no answer, so far.
    [[nodiscard]] std::size_t doubts() const noexcept { return doubts_.size(); }

    // Once the line has come to its end: what must not be, of what was sent, of what the portal has
    // and of what the journal tells; and what differs from a line that was never disturbed. `kept`:
    // of the deaths there were.
    [[nodiscard]] std::vector<std::string> faults(
        const line_of_runs& undisturbed, death::journal kept = death::journal::up_to_date
    );

private:
    struct life;

    // What somebody has on the portal.
    struct portion {
        std::string belongings;  // all of it but his messages
        std::vector<std::string> messages;
    };

    end go(life& now, const bool& over);
    base::result<bool> begin(life& now);
    base::result<bool> equip(life& now, std::uint64_t selected);
    [[nodiscard]] model::run_header header_of(std::size_t run) const;
    void note_doubts(const journal::store& in, const model::run_id& run);
    void tell(std::string what) { faults_.push_back(std::move(what)); }
    void tell(const std::vector<std::string>& what) {
        faults_.insert(faults_.end(), what.begin(), what.end());
    }

    [[nodiscard]] std::map<std::int64_t, portion> portions() const;
    [[nodiscard]] std::map<std::int64_t, model::job_result> outcomes();
    void look_at(
        std::int64_t user,
        const model::job_result& ended,
        std::vector<std::string> has,
        const std::vector<std::string>& should,
        death::journal kept
    );
    void add_up(const std::map<std::int64_t, model::job_result>& ended);

    support::manual_clock clock_;
    state_folder state_;
    portal_scenario what_;
    place where_;
    std::size_t runs_ = 0;
    std::uint64_t writes_ = 0;
    std::optional<model::run_summary> last_;
    // Calls of which a death left no answer: user and step.
    std::set<std::pair<std::int64_t, std::size_t>> doubts_;
    std::vector<std::string> faults_;
};

}  // namespace simulation
