#pragma once

#include "base/result.hpp"
#include "dispatch/ports/journal_port.hpp"
#include "journal/once_ledger.hpp"
#include "model/ids.hpp"
#include "model/job.hpp"
#include "model/run.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

namespace journal {

class database;

// One run being written. Every call is a transaction of its own: when it has returned, a killed
// process no longer loses what it said. A call that failed has written nothing.
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
        std::shared_ptr<database> opened, std::int64_t number, const model::run_header& header
    );

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

    // The run has ended; nothing follows.
    base::result<void> finish(const model::run_summary& summary);

private:
    base::result<void> write_open(const model::work_item& item, base::wall_time now);
    base::result<void> write_begin(const model::request& what, base::wall_time now);
    base::result<void> write_settle(
        const model::request& what, const model::reply& reply, base::wall_time now
    );
    base::result<void> write_answer(
        const model::request& what,
        std::size_t place,
        const model::answer& answer,
        base::wall_time now
    );
    base::result<void> write_close(const model::job_result& what);
    base::result<void> write_step(const model::job_result& what, std::size_t place);
    base::result<void> withdraw_identity(const model::job_result& what);

    std::shared_ptr<database> database_;
    std::int64_t number_;
    model::run_id id_;
    model::portal_name portal_;
    naming names_;
    once_ledger once_;
    std::unordered_map<model::job_number, model::credential_id> credentials_;  // of open jobs
};

}  // namespace journal
