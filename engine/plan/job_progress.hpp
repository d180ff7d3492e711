#pragma once

#include "model/job.hpp"
#include "model/outcome.hpp"
#include "model/reply.hpp"
#include "model/request.hpp"
#include "pacing/backoff.hpp"
#include "plan/step_progress.hpp"

#include <deque>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace plan {

// two: read first, write only where something differs. single: where the credential is proven
// already, one request that reads, writes and reads back - what the guards say differs, where a
// plan has given it guards, and everything otherwise.
// look: read, and nothing is written.
enum class passes { two, single, look };

// What a job wants sent next: commands in order, under one credential.
struct wish {
    model::credential_id credential;
    model::after_error then = model::after_error::halt;
    std::vector<model::command> commands;
};

// The circumstances of a decision.
struct moment {
    base::time_point now;
    double chance = 0;  // drawn once for a reply, so that what failed together comes back together
    // The lane's budget of repetitions: nothing that failed is repeated before.
    base::time_point retry_from = base::time_point::min();
    base::duration took{};  // from the request's leaving to this
};

// One user's job on its way: which commands it wants next, and what the answers make of it.
// One wish at a time: `next`, then `settle` with the answers to a prefix of it, then `next` again.
// Pure; knows no clock.
class job_progress {
public:
    job_progress(
        model::work_item item,
        const catalog::definitions& all,
        passes how,
        pacing::retry_rule retry,
        base::wall_time opened
    );
    job_progress(const job_progress&) = delete;  // its steps point into its job
    job_progress& operator=(const job_progress&) = delete;

    [[nodiscard]] bool closed() const noexcept { return closed_; }
    // Not before this moment; time_point::min() = at once.
    [[nodiscard]] base::time_point resumes_at() const noexcept { return resumes_at_; }
    [[nodiscard]] model::acts_as next_acts_as() const;
    [[nodiscard]] model::job_number number() const noexcept { return item_.number; }
    // Whether nothing has been sent for it yet.
    [[nodiscard]] bool fresh() const noexcept { return !started_; }

    // Precondition: not closed.
    [[nodiscard]] wish next() const;
    // The same where the request carries nobody else's commands and so may halt: under the
    // administrator's credential too, all steps that are next then go together.
    [[nodiscard]] wish next_alone() const;

    // In how many requests it goes on under the present credential, sharing them with others.
    [[nodiscard]] std::size_t rounds() const;
    // Commands under the administrator's credential that may still come of it, as far as can be
    // told: what is not read yet may turn out to be right.
    [[nodiscard]] std::size_t admin_commands() const;

    // These commands of the last wish are about to leave.
    void sent(std::span<const model::command> commands);

    void settle(
        std::span<const model::command> commands,
        std::span<const model::answer> answers,
        const moment& when
    );

    // No more is sent for it; every step gets its outcome.
    void abandon(const std::string& code, const std::string& reason);

    // Set when the last settled answers showed that the credential belongs to the user; cleared by
    // asking.
    [[nodiscard]] bool newly_proven();

    // Precondition: closed.
    [[nodiscard]] model::job_result result(base::wall_time finished) const;
    // The same of one that is not used any more: what it holds goes with the result.
    [[nodiscard]] model::job_result take_result(base::wall_time finished);

    [[nodiscard]] const model::work_item& item() const noexcept { return item_; }

private:
    enum class owner { unproven, right, wrong };
    enum class restoring { due, failed };
    enum class company { shared, alone };  // of a request under the administrator's credential
    // The most serious thing in one reply.
    struct trouble {
        aftermath what = aftermath::moved;
        std::size_t step = 0;
        model::purpose why = model::purpose::identity;
    };

    [[nodiscard]] std::size_t segment_begin() const;
    [[nodiscard]] std::size_t segment_end() const;
    [[nodiscard]] references known_ids() const;
    [[nodiscard]] model::command identity_command() const;
    [[nodiscard]] bool waits_for_others(std::size_t step) const;
    void decide();
    [[nodiscard]] bool fits_single_pass(std::size_t begin, std::size_t end) const;
    [[nodiscard]] std::vector<model::command> commands_of(
        std::size_t begin, std::size_t end, company with
    ) const;
    [[nodiscard]] wish wish_for(company with) const;
    [[nodiscard]] std::vector<model::command> restore_commands() const;
    void own(model::command& command, std::size_t step) const;
    void look_at_calls();
    aftermath settle_one(const model::command& command, const model::answer& answer);
    aftermath settle_identity(const model::answer& answer);
    aftermath settle_restore(const model::command& command, const model::answer& answer);
    [[nodiscard]] std::size_t ground_gained() const;
    [[nodiscard]] bool touched_own() const;
    void delay(trouble& worst);
    void wait_or_give_up(trouble& worst, const moment& when);
    void stop_after(const trouble& worst);
    void close_if_done();
    [[nodiscard]] model::job_result verdict(
        model::job what, std::vector<model::step_result> steps, base::wall_time finished
    ) const;
    void block(model::block_reason why, const std::string& code, const std::string& reason);
    void end_as_somebody_elses();
    [[nodiscard]] const step_progress* outdated() const;
    [[nodiscard]] bool is_taken_back() const;
    void end_as_outdated(const step_progress& first);
    void close_as_outdated(bool is_failure, const std::string& code, const std::string& text);

    model::work_item item_;
    passes how_;
    pacing::retry_rule retry_;
    base::wall_time opened_;
    std::deque<step_progress> steps_;
    owner owner_ = owner::unproven;
    std::string other_owner_;
    bool newly_proven_ = false;
    bool started_ = false;
    bool closed_ = false;
    std::string identity_code_;
    std::string identity_text_;
    restoring restore_ = restoring::due;
    std::set<std::size_t> restored_;  // steps
    std::uint32_t delays_ = 0;        // in a row, through no fault of its own
    std::uint32_t failures_ = 0;      // in a row
    base::time_point resumes_at_ = base::time_point::min();
    model::block_reason blocked_ = model::block_reason::none;
    std::string blocked_reason_;
};

}  // namespace plan
