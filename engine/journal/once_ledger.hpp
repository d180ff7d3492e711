#pragma once

#include "base/time.hpp"
#include "journal/record.hpp"
#include "model/ids.hpp"
#include "model/job.hpp"
#include "model/outcome.hpp"
#include "model/request.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

namespace journal {

// Keeps the book of one run's steps that are done once per user, and tells what is to be written.
//
// A step is `perhaps` done from the moment its write is about to be sent, so that a process killed
// before the answer leaves no doubt behind that looks like certainty. A call is done when the
// portal has accepted it, even if the process does not live to see the job's end; a step with a
// desired state only when it has its outcome.
class once_ledger {
public:
    using namer = std::function<std::string(const model::step&)>;

    void name_with(namer names) { names_ = std::move(names); }

    // The key of a step; "" = it belongs to every run, or has no name.
    [[nodiscard]] std::string key_of(const model::step& which) const;

    // The job was opened: its steps will come up again.
    void watch(const model::work_item& item);

    // The keys that these tell of stand here until the job is forgotten.
    void sending(const model::command& what, base::wall_time now, std::vector<once_mark>& into);
    void accepted(const model::command& what, base::wall_time now, std::vector<once_mark>& into);
    // The keys that it tells of stand on the sheet.
    void closing(const model::job_result& what, sheet& words, std::vector<once_mark>& into);

    // The job was closed.
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

    namer names_;
    std::unordered_map<model::job_number, watched_job> watched_;  // only jobs with such steps
};

}  // namespace journal
