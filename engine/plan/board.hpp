#pragma once

#include "base/time.hpp"
#include "catalog/definitions.hpp"
#include "model/job.hpp"
#include "model/outcome.hpp"
#include "model/reply.hpp"
#include "model/request.hpp"
#include "pacing/backoff.hpp"
#include "pacing/batch_size.hpp"
#include "pacing/operating_budget.hpp"
#include "plan/admin_pool.hpp"
#include "plan/job_progress.hpp"
#include "plan/lots.hpp"
#include "plan/request_composer.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
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
    // How long a batch should keep the portal busy.
    base::duration batch_target = std::chrono::seconds(20);
    pacing::operating_limits operating;
    // Whose operating time a credential uses up: the users of one app share one budget per method
    // (portal-facts 3). Empty = every credential has its own, as webhooks have.
    std::function<std::string(const model::credential_id&)> budget_holder;
    // Jobs that are taken on although nothing can be sent for them yet, so that there is something
    // to choose from.
    std::size_t look_ahead = 16;
    std::size_t most_open = 4096;
    // An unfilled batch waits no longer for what might fill it.
    base::duration patience = std::chrono::seconds(5);
};

// Whether jobs may still be taken on after those on the board.
enum class source { has_more, exhausted };

// What a job waits for that is not ready.
enum class delay_cause { none, backoff, budget };

// All jobs of a lane that are under way, and the choice of what leaves next. Requests are formed
// when a slot opens, from what is ready then. Pure: knows `now`, waits for nothing.
//
// The choice: a full batch of the administrator's commands first, then whatever user is ready - one
// already begun before a fresh one - then what has to go singly, and an unfilled batch of the
// administrator's last. Between policies the turns are those of `lots`.
//
// When an unfilled batch waits: as long as all of this holds, and for `patience` at most.
//   - Nothing else can be sent.
//   - Something in flight will bring commands of the administrator's, if it goes well.
//   - Together they make fewer batches than this one now and the others later.
// Otherwise it leaves at once: waiting could only cost time. What waits for a backoff or a budget
// is not waited for.
//
// Two requests in flight never write the same user. What would, waits for the other's answer.
class board {
public:
    board(const catalog::definitions& all, board_options options);

    // Takes a job on. It may be closed at once (nothing to do, no credential).
    void open(model::work_item item, base::wall_time now);
    // Whether another job should be taken on before asking for the next request.
    [[nodiscard]] bool has_room() const;

    // The request to send at `now`; nothing = none is ready. Whoever takes it must `settle` it. It
    // has the next number.
    std::optional<model::request> next(base::time_point now, source more);
    // A number for a request that is nobody's.
    model::request_number next_number() noexcept;

    // When something that waits becomes ready; time_point::max() = nothing waits for time.
    [[nodiscard]] base::time_point ready_at() const;
    // What it waits for until then.
    [[nodiscard]] delay_cause waits_for() const;

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
    struct open_job {
        std::unique_ptr<job_progress> progress;
        lots::index lot = 0;
        std::size_t coming = 0;  // the administrator's commands after those in flight
    };
    struct delayed {
        number job;
        delay_cause cause = delay_cause::none;
    };

    struct clearance {
        std::size_t commands = 0;
        base::time_point next;  // when the one behind them may leave
    };

    void enqueue(number which, base::time_point now);
    void pool(number which);
    void wake_delayed(base::time_point now);
    void delay(number which, base::time_point until, delay_cause cause);
    void wait_for_budget(number which, base::time_point until);
    void hold_back(base::time_point now);
    std::optional<model::request> choose(base::time_point now, source more);
    std::optional<model::request> next_user(base::time_point now);
    std::optional<model::request> user_request(number which, base::time_point now);
    std::optional<model::request> next_single();
    std::optional<model::request> next_lone();
    std::optional<model::request> next_batch(flow from);
    [[nodiscard]] bool is_admins_turn() const;
    [[nodiscard]] bool may_leave_unfilled(base::time_point now, source more);
    [[nodiscard]] bool fits_alone(const pooled_wish& one) const;
    [[nodiscard]] std::string holder_of(const model::credential_id& whose) const;
    [[nodiscard]] base::time_point budget_ready(
        const model::credential_id& whose, const std::string& method, base::time_point now
    ) const;
    [[nodiscard]] clearance cleared(const wish& what, base::time_point now) const;
    [[nodiscard]] bool is_written(const std::vector<model::user_id>& users) const;
    void depart(const model::request& what);
    void take_off(const model::request& what);
    void learn(
        const model::request& what,
        const model::reply& reply,
        const moment& when,
        base::wall_time now
    );
    void close(number which, base::wall_time now);

    const catalog::definitions* all_;
    board_options options_;
    request_composer composer_;
    pacing::operating_budget budgets_;
    std::uint64_t next_number_ = 0;
    std::unordered_map<number, open_job> jobs_;
    lots lots_;        // users' jobs that are ready
    admin_pool pool_;  // jobs whose next commands go under the administrator's credential
    std::multimap<base::time_point, delayed> delayed_;
    std::vector<number> until_answer_;  // would write a user who is being written, or use up more
                                        // operating time than is left
    std::unordered_map<model::user_id, std::size_t> written_;   // by what is in flight
    std::size_t in_flight_ = 0;                                 // requests
    std::size_t coming_ = 0;                                    // the sum over the jobs in flight
    base::time_point batch_free_at_ = base::time_point::min();  // the administrator's envelope
    bool tight_ = false;  // some budget held something back at the last look
    std::optional<base::time_point> patient_until_;
    std::vector<model::job_result> closed_;
    std::vector<model::user_id> proven_;
};

}  // namespace plan
