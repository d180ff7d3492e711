#pragma once

#include "base/result.hpp"
#include "catalog/definitions.hpp"
#include "dispatch/ports/progress_port.hpp"
#include "snapshot/entry.hpp"
#include "snapshot/writer.hpp"

#include <optional>
#include <utility>

namespace run {

// What a snapshot keeps of a user whose resources were read whole (reading_jobs.hpp).
snapshot::entry entry_of(const model::job_result& what, const catalog::definitions& all);

// Hears of the jobs that read, and puts what they have seen into a snapshot. The catalog outlives
// it.
class snapshot_taker final : public dispatch::progress_port {
public:
    explicit snapshot_taker(const catalog::definitions& all) : all_(&all) {}

    // Before the first job is closed.
    void write_with(snapshot::writer into) { into_ = std::move(into); }

    // Precondition: there is a writer.
    [[nodiscard]] std::uint64_t read() const { return into_->users() - into_->unread(); }
    base::result<snapshot::head> commit(snapshot::head of) { return into_->commit(std::move(of)); }

    void job_closed(const model::job_result& what) override;

    void job_opened(const model::work_item&) override {}
    void request_sent(const model::request&, base::wall_time) override {}
    void request_answered(
        const model::request&, const model::reply&, base::wall_time, base::wall_time
    ) override {}
    void lane_changed(const dispatch::lane_state&) override {}

private:
    const catalog::definitions* all_;
    std::optional<snapshot::writer> into_;
};

}  // namespace run
