#pragma once

#include "dispatch/ports/progress_port.hpp"
#include "pacing/stop_rule.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace simulation {

// What a run was asked to end by.
struct ends {
    pacing::error_limits errors;
    std::vector<std::uint64_t> waves;  // users of each; none = all are one
    std::uint64_t selected = 0;
    base::wall_time deadline = base::wall_time::max();
};

// Sees everything that a lane does and tells what it must never do, as it happens.
class watcher final : public dispatch::progress_port {
public:
    void expect(ends by) { by_ = std::move(by); }

    void job_opened(const model::work_item& item) override;
    void request_sent(const model::request& what, base::wall_time now) override;
    void request_answered(
        const model::request& what,
        const model::reply& reply,
        base::wall_time sent,
        base::wall_time now
    ) override;
    void job_closed(const model::job_result& what) override;
    void lane_changed(const dispatch::lane_state&) override {}

    [[nodiscard]] const std::map<std::int64_t, model::job_result>& closed() const noexcept {
        return closed_;
    }
    [[nodiscard]] const std::vector<std::string>& faults() const noexcept { return faults_; }
    [[nodiscard]] std::uint64_t requests() const noexcept { return requests_; }
    // Of everything sent and answered, in its order: equal for equal runs.
    [[nodiscard]] std::uint64_t trace() const noexcept { return trace_; }

private:
    // Whether failures that were told are more than may be: of the run, or of one wave.
    [[nodiscard]] bool too_many(std::uint64_t from, std::uint64_t to) const;
    void look_at_ends(model::job_number which, base::wall_time now);
    void look_at_failures(const model::job_result& what);
    void note(std::string_view text);

    // When it was last written, in requests that had left.
    struct write_times {
        std::uint64_t sent = 0;
        std::uint64_t answered = 0;
    };

    ends by_;
    std::set<std::uint64_t> done_;                      // jobs that have their outcome
    std::set<std::uint64_t> failed_;                    // of those
    std::map<model::job_number, std::int64_t> opened_;  // users
    std::map<std::int64_t, std::size_t> in_flight_;     // requests, by user
    std::map<std::int64_t, std::size_t> furthest_;      // step that was done, by user
    std::map<std::pair<model::job_number, std::size_t>, write_times> writes_;  // of steps
    std::map<std::int64_t, model::job_result> closed_;
    std::vector<std::string> faults_;
    std::uint64_t requests_ = 0;
    std::uint64_t trace_ = 0xcbf29ce484222325ULL;
};

}  // namespace simulation
