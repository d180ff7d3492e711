#pragma once

#include "model/ids.hpp"
#include "plan/job_progress.hpp"
#include "plan/lots.hpp"
#include "plan/request_composer.hpp"

#include <cstddef>
#include <functional>
#include <list>
#include <optional>
#include <vector>

namespace plan {

// A job's next commands under the administrator's credential.
struct pooled_wish {
    model::job_number job;
    lots::index lot = 0;
    wish wanted;
    std::size_t travelling = 0;  // of its commands, in a batch; 0 = the first goes singly
    std::size_t rounds = 1;      // requests that it takes from here on, sharing them with others
    std::size_t later = 0;       // commands that come of it after these
    std::vector<model::user_id> writes;  // whom it may change
};

// Whether more may join what waits here.
enum class flow { going_on, drained };

// The administrator's commands of many users, and which of them fill the next batch.
//
// Whole wishes first, by turns of their lots, as long as they fit; then smaller ones further back;
// then the beginning of one that does not fit, if cutting it saves a request. Once no more can
// join, those with the most steps go first, because the longest chain decides how many batches
// there are.
class admin_pool {
public:
    void add(pooled_wish one);

    [[nodiscard]] bool empty() const noexcept { return all_.empty(); }
    // In batches, of what can travel in one; and how many commands follow later.
    [[nodiscard]] double load(const request_composer& how) const;
    [[nodiscard]] std::size_t later() const;
    [[nodiscard]] std::size_t size() const noexcept { return all_.size(); }
    // The lowest pass of the lots that have something here.
    [[nodiscard]] std::optional<double> next_pass(const lots& turns) const;

    // Takes out what `is_held` says may not leave at present; it may also cut down `travelling`.
    std::vector<pooled_wish> take_held(const std::function<bool(pooled_wish&)>& is_held);
    // Takes out the first that has to go singly.
    std::optional<pooled_wish> take_single();
    // Takes out the one that goes by itself, all its steps in one request, if fewer requests are
    // needed in all when it does. `fits`: whether it could.
    std::optional<pooled_wish> take_lone(
        const request_composer& how, const std::function<bool(const pooled_wish&)>& fits
    );

    // The commands of the next batch, taken out; their lots are charged.
    std::vector<model::command> gather(const request_composer& how, flow from, lots& turns);

    // How much can travel has changed.
    void measure_again(const request_composer& how);
    void clear() { all_.clear(); }

private:
    using place = std::list<pooled_wish>::iterator;

    void order_for_the_end();
    std::optional<place> next_fitting(
        const request_composer& how, double room, flow from, const lots& turns
    );
    std::optional<place> first_travelling();

    std::list<pooled_wish> all_;  // in the order of their coming
};

}  // namespace plan
