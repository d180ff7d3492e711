#pragma once

#include "model/job.hpp"

#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

namespace plan {

// The jobs of each policy, and whose turn it is.
//
// Every lot has a pass that rises by cost / weight with each request; the lot with the lowest pass
// goes next, so that in the long run requests are shared as the weights are, whatever one of them
// has waiting. A lot that had nothing to send starts level with the others: it has saved nothing
// up. A throttled lot takes on so many jobs at once; the others wait in their order.
class lots {
public:
    using index = std::size_t;
    enum class origin { fresh, begun };  // of a ready job: whether anything was sent for it

    // The lot of a job's policy.
    index of(const model::standing& whose);

    // A job is taken on; false = it waits until another one of the lot is closed.
    bool admit(index which, model::job_number job);
    // A job of the lot, which was admitted, is closed; gives the one that is admitted in its place.
    std::optional<model::job_number> release(index which);

    // A user's job that is ready.
    void push(index which, model::job_number job, origin from);
    struct picked {
        index from = 0;
        model::job_number job;
    };
    // The next ready job by turns, begun ones before fresh ones; nothing = none.
    std::optional<picked> pick();

    // The lowest pass of the lots that have a ready job.
    [[nodiscard]] std::optional<double> next_pass() const;
    [[nodiscard]] double pass_of(index which) const { return all_[which].pass; }
    // A lot that had nothing to send has something now.
    void awaken(index which);
    void charge(index which, double cost);

    [[nodiscard]] bool any_ready() const noexcept { return ready_ != 0; }
    [[nodiscard]] std::size_t fresh() const noexcept { return fresh_; }
    void clear();

private:
    struct lot {
        model::standing who;
        std::size_t open = 0;
        double pass = 0;
        std::deque<model::job_number> parked;
        std::deque<model::job_number> begun;
        std::deque<model::job_number> fresh;
        [[nodiscard]] bool ready() const { return !begun.empty() || !fresh.empty(); }
    };

    [[nodiscard]] const lot* next() const;

    std::vector<lot> all_;
    std::size_t ready_ = 0;
    std::size_t fresh_ = 0;
    double level_ = 0;  // the pass of the last that was charged, before
};

}  // namespace plan
