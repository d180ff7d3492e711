#pragma once

#include "dispatch/ports/journal_port.hpp"

namespace dispatch {

// A journal that remembers nothing, for a lane that is only played or measured.
class unwritten_journal : public journal_port {
public:
    base::result<void> open_job(const model::work_item&, base::wall_time) override { return {}; }
    base::result<void> begin(const model::request&, base::wall_time) override { return {}; }
    base::result<void> settle(const model::request&, const model::reply&, base::wall_time)
        override {
        return {};
    }
    base::result<void> remember_identity(
        const model::credential_id&, model::user_id, base::wall_time
    ) override {
        return {};
    }
    base::result<void> close_job(const model::job_result&) override { return {}; }
};

}  // namespace dispatch
