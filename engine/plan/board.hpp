#pragma once

#include "base/time.hpp"
#include "catalog/definitions.hpp"
#include "model/job.hpp"
#include "model/outcome.hpp"
#include "model/reply.hpp"
#include "model/request.hpp"
#include "pacing/backoff.hpp"
#include "plan/job_progress.hpp"
#include "plan/request_composer.hpp"

#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace plan {

struct board_options {
    passes how = passes::two;
    pacing::retry_rule retry;
    std::size_t max_commands = model::max_batch;
    // Jobs that are taken on although nothing can be sent for them yet, so that there is something
    // to choose from.
    std::size_t look_ahead = 16;
    std::size_t most_open = 4096;
};

// Whether jobs may still be taken on after those on the board.
enum class source { has_more, exhausted };

// All jobs of a lane that are under way, and the choice of what leaves next. Requests are formed
// when a slot opens, from what is ready then. Pure: knows `now`, waits for nothing.
//
// The choice: a full batch of the administrator's commands first, then whatever user is ready - one
// already begun before a fresh one - and an unfilled batch of the administrator's only when nothing
// that is under way could still fill it.
class board {
public:
    board(const catalog::definitions& all, board_options options);

    // Takes a job on. It may be closed at once (nothing to do, no credential).
    void open(model::work_item item, base::wall_time now);
    // Whether another job should be taken on before asking for the next request.
    [[nodiscard]] bool has_room() const;

    // The request to send at `now`; nothing = none is ready. Whoever takes it must `settle` it.
    std::optional<model::request> next(base::time_point now, source more);

    // When a job that waits becomes ready; time_point::max() = none waits for time.
    [[nodiscard]] base::time_point ready_at() const;

    void settle(
        const model::request& what,
        const model::reply& reply,
        const moment& when,
        base::wall_time now
    );

    // Closes everything with what is known of it.
    void abandon(const std::string& code, const std::string& reason, base::wall_time now);

    // Jobs that were closed since the last time, in the order of closing.
    std::vector<model::job_result> take_closed();
    // Users whose credential was proven since the last time.
    std::vector<model::user_id> take_proven();

    [[nodiscard]] std::size_t open_jobs() const noexcept { return jobs_.size(); }
    [[nodiscard]] std::size_t in_flight() const noexcept { return in_flight_; }

private:
    using number = model::job_number;

    void wake_delayed(base::time_point now);
    void enqueue(number which, base::time_point now);
    void close(number which, base::wall_time now);
    std::optional<model::request> next_user();
    std::optional<model::request> next_admin(bool even_unfilled);
    [[nodiscard]] bool admin_may_grow(source more) const;
    model::request user_request(job_progress& job);
    void learn(const model::request& what, const model::reply& reply);
    void take_off(const model::request& what);

    const catalog::definitions* all_;
    board_options options_;
    request_composer composer_;
    std::unordered_map<number, std::unique_ptr<job_progress>> jobs_;
    std::deque<number> begun_;  // users' jobs, ready and begun
    std::deque<number> fresh_;  // users' jobs, ready and not begun
    std::deque<number> admin_;  // jobs whose next commands go under the administrator's credential
    std::size_t admin_commands_ = 0;  // of those
    std::multimap<base::time_point, number> delayed_;
    std::size_t in_flight_ = 0;  // requests
    std::size_t growing_ = 0;  // jobs in flight that may still want the administrator's credential
    std::vector<model::job_result> closed_;
    std::vector<model::user_id> proven_;
};

}  // namespace plan
