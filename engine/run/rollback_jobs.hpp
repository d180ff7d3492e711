#pragma once

#include "base/result.hpp"
#include "journal/read.hpp"
#include "model/ids.hpp"
#include "model/job.hpp"
#include "portal/credential_book.hpp"
#include "run/equipment.hpp"
#include "run/job_supply.hpp"
#include "run/undoing.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>

namespace run {

// Of whom a run is taken back; none = of everybody.
using user_choice = std::function<bool(model::user_id)>;

// The jobs that take a run back, in the order of its own, read bit by bit from the journal.
class undone_jobs {
public:
    // Whatever the parts refer to outlives it.
    undone_jobs(journal::reader from, model::run_id what, undoing how, user_choice whom = {})
        : from_(std::move(from)),
          what_(std::move(what)),
          how_(std::move(how)),
          whom_(std::move(whom)) {}

    // Nothing: there are no more.
    base::result<std::optional<model::job>> next();

private:
    base::result<void> read_on();

    journal::reader from_;
    model::run_id what_;
    undoing how_;
    user_choice whom_;
    std::deque<journal::job_row> read_;
    model::job_number next_{0};
    bool all_read_ = false;
};

// What taking a run back would be about; nothing is sent.
struct undo_survey {
    std::uint64_t users = 0;               // of whom something is to be put back or deleted
    std::uint64_t keys = 0;                // to be put back
    std::uint64_t items = 0;               // to be deleted
    std::uint64_t listed_only = 0;         // users with whom nothing can be done
    std::uint64_t without_credential = 0;  // of `users`, needing one and having none
    bool wants_admin = false;

    [[nodiscard]] bool is_nothing() const noexcept { return users + listed_only == 0; }
};

base::result<undo_survey> look_over(undone_jobs what, const portal::credential_book& credentials);

// The same, ready to be dispatched.
class rollback_jobs final : public job_supply {
public:
    rollback_jobs(undone_jobs what, equipment with)
        : what_(std::move(what)), equipment_(std::move(with)) {}

    base::result<std::optional<model::work_item>> next() override;

private:
    undone_jobs what_;
    equipment equipment_;
};

}  // namespace run
