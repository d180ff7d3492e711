#pragma once

#include "base/result.hpp"
#include "dispatch/ports/journal_port.hpp"
#include "journal/once_ledger.hpp"
#include "journal/record.hpp"
#include "journal/remembered_answer.hpp"
#include "journal/sheet.hpp"
#include "model/ids.hpp"
#include "model/job.hpp"
#include "model/run.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace journal {

class occupancy;
class scribe;

// One run being written, as `writing` says: at once, where a call that failed has written nothing,
// or behind, where a call gives the failure of what was said before (conflicts included) and
// when_durable tells when what it said outlives the process and a power cut.
class run_journal : public dispatch::journal_port {
public:
    // The names under which something is remembered beyond the run.
    struct naming {
        // Of a credential: says nothing about the secret, changes with it. "" = not remembered.
        std::function<std::string(const model::credential_id&)> fingerprint;
        // Of a once-per-user step: its target, its id and a hash of its parameters.
        std::function<std::string(const model::step&)> once_key;
    };

    // For store::start_run.
    run_journal(
        std::shared_ptr<scribe> writer,
        std::shared_ptr<occupancy> seats,
        std::int64_t number,
        const model::run_header& header
    );
    run_journal(const run_journal&) = delete;
    run_journal& operator=(const run_journal&) = delete;
    ~run_journal() override;

    // Before the first job; without it nothing is remembered beyond the run.
    void name_with(naming names);

    // `conflict` for a job that is there already.
    base::result<void> open_job(const model::work_item& item, base::wall_time now) override;

    // A once-per-user step whose write is about to be sent counts as perhaps done from here on.
    base::result<void> begin(const model::request& what, base::wall_time now) override;

    // Precondition: one answer for every command. `conflict` for a request that was not begun, or
    // is settled.
    base::result<void> settle(
        const model::request& what, const model::reply& reply, base::wall_time now
    ) override;

    base::result<void> remember_identity(
        const model::credential_id& whose, model::user_id who, base::wall_time now
    ) override;

    // Also for a job that was never opened; `conflict` for one that is closed. Precondition: one
    // result for every step. A credential that turned out to be somebody else's is no longer taken
    // for this user's.
    base::result<void> close_job(const model::job_result& what) override;

    [[nodiscard]] base::result<void> health() const override;
    [[nodiscard]] bool is_durable() const override;
    void when_durable(dispatch::haste how_soon, listener then) override;

    // Waits until all that was said is written, or cannot be.
    base::result<void> write_out();

    // The run has ended; nothing follows.
    base::result<void> end(const model::run_summary& summary);
    // The same; waits until all of it is written.
    base::result<void> finish(const model::run_summary& summary);

private:
    // What is remembered of a job until it is closed.
    struct open_job_state {
        std::optional<model::credential_id> credential;
        std::vector<std::uint64_t> requests;
    };

    // What is said next is written down here first; nothing stays.
    void begin_saying();
    [[nodiscard]] planned_step planned(const model::step& which);
    [[nodiscard]] job_closed::step ended(const model::step& which, const model::step_result& what);
    [[nodiscard]] sent_command::reply kept(const remembered_answer& what);
    base::result<void> say(const decltype(record::what)& what);
    [[nodiscard]] std::string disproved_by(const model::job_result& what) const;

    std::shared_ptr<scribe> writer_;
    std::shared_ptr<occupancy> seats_;
    const run_names* run_;  // the writer's
    naming names_;
    once_ledger once_;
    std::unordered_map<model::job_number, open_job_state> open_;
    sheet words_;                   // of what is being said
    std::vector<once_mark> marks_;  // the same
};

}  // namespace journal
