#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "journal/stored_name.hpp"
#include "model/ids.hpp"
#include "model/job.hpp"
#include "model/outcome.hpp"
#include "model/request.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace journal {

class database;

// Keeps the book of one run's steps that are done once per user. Its functions write within the
// transaction of the caller.
//
// A step is `perhaps` done from the moment its write is about to be sent, so that a process killed
// before the answer leaves no doubt behind that looks like certainty. A call is done when the
// portal has accepted it, even if the process does not live to see the job's end; a step with a
// desired state only when it has its outcome.
class once_ledger {
public:
    using namer = std::function<std::string(const model::step&)>;

    once_ledger(std::shared_ptr<database> opened, model::portal_name portal, model::run_id run);

    void name_with(namer names) { names_ = std::move(names); }

    // The key of a step; "" = it belongs to every run, or has no name.
    [[nodiscard]] std::string key_of(const model::step& which) const;

    // The job was opened: its steps will come up again. Writes nothing.
    void watch(const model::work_item& item);

    base::result<void> sending(const model::command& what, base::wall_time now);
    base::result<void> accepted(const model::command& what, base::wall_time now);
    base::result<void> closing(const model::job_result& what);

    // The job was closed. Writes nothing.
    void forget(model::job_number which) { watched_.erase(which); }

private:
    struct once_step {
        std::size_t place = 0;
        std::string key;
        model::step_kind kind = model::step_kind::call;
    };
    struct watched_job {
        model::user_id who;
        std::vector<once_step> steps;
    };

    // The step that a command writes for, if it is one of ours.
    [[nodiscard]] const once_step* step_of(const model::command& what) const;
    base::result<void> write_done(model::user_id who, const std::string& key, base::wall_time when);

    std::shared_ptr<database> database_;
    model::portal_name portal_;
    model::run_id run_;
    namer names_;
    std::unordered_map<model::job_number, watched_job> watched_;  // only jobs with such steps
};

}  // namespace journal
