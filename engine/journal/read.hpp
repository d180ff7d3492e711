#pragma once

#include "base/result.hpp"
#include "journal/past_life.hpp"
#include "journal/rows.hpp"
#include "model/ids.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace journal {

class database;
class store;

// Who hears a run told once more; a failure that one of them gives ends the telling. `answered` is
// told as well of a request that never was, at the time of its sending.
struct retelling {
    std::function<base::result<void>(const job_row& job)> opened;
    std::function<base::result<void>(const request_row& request)> answered;
    std::function<base::result<void>(const job_row& job)> closed;
};

// Reads what a run has written, also while it is being written. Gives journal_error::no_such_run
// for a run that the journal does not know, and corrupt for rows that cannot be read.
class reader {
public:
    // The store's file stays open as long as its reader.
    explicit reader(const store& from);

    // Gets one job after the other; a failure that it gives ends the reading.
    using job_visitor = std::function<base::result<void>(const job_row& job)>;

    // Every job of the run, in the order of the roster, one in memory at a time.
    base::result<void> each_job(const model::run_id& run, const job_visitor& visit) const;

    // All that happened in the run, in that order, one thing in memory at a time. For a run that is
    // not being written.
    base::result<void> retell(const model::run_id& run, const retelling& to) const;

    // The jobs of the run from this number on, in the order of the roster, `most` of them at the
    // most: for whom wants them bit by bit.
    [[nodiscard]] base::result<std::vector<job_row>> jobs_from(
        const model::run_id& run, model::job_number first, std::size_t most
    ) const;

    // The job of one user; nothing when the run has none for him.
    [[nodiscard]] base::result<std::optional<job_row>> job_of(
        const model::run_id& run, model::user_id who
    ) const;

    // The user with this address, whatever its case; nothing when the run has none.
    [[nodiscard]] base::result<std::optional<model::user_id>> user_with(
        const model::run_id& run, std::string_view email
    ) const;

    // Everything that was sent for one user, in the order of sending.
    [[nodiscard]] base::result<std::vector<attempt_row>> attempts_for(
        const model::run_id& run, model::user_id who
    ) const;

    // The same for one job.
    [[nodiscard]] base::result<std::vector<attempt_row>> attempts_of(
        const model::run_id& run, model::job_number job
    ) const;

    // What a line of runs (store::line_of) leaves to the next of it: who has his outcome, and what
    // was written for those who have none, or were cut short.
    [[nodiscard]] base::result<past_life> left_by(const std::vector<model::run_id>& line) const;

    // The same, with what was written for those who failed, are unknown or blocked.
    [[nodiscard]] base::result<past_life> ill_ended_in(const std::vector<model::run_id>& line
    ) const;

    // The last `count` requests that any run sent to this portal, in the order of sending: what its
    // rate limit may still remember. `portal_url` as in run_header.
    [[nodiscard]] base::result<std::vector<sent_request>> recent_requests(
        std::string_view portal_url, std::size_t count
    ) const;

private:
    [[nodiscard]] base::result<std::vector<attempt_row>> attempts(
        const model::run_id& run, std::string_view which, std::int64_t whose
    ) const;

    std::shared_ptr<database> database_;
};

}  // namespace journal
