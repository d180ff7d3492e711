#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "model/job.hpp"
#include "model/outcome.hpp"
#include "model/reply.hpp"
#include "model/request.hpp"

#include <functional>

namespace dispatch {

// How soon somebody has to know: as soon as it can be, or with whatever is written next.
enum class haste { now, soon };

// Where a lane writes down what happens, as it happens. A failure here stops the lane: what cannot
// be recorded is not sent.
class journal_port {
public:
    virtual ~journal_port() = default;

    // A job was taken on.
    virtual base::result<void> open_job(const model::work_item& item, base::wall_time now) = 0;

    // About to be sent. A crash from here until `settle` leaves the attempt's commands "unknown".
    virtual base::result<void> begin(const model::request& what, base::wall_time now) = 0;

    // Answered, lost or not sent. Called in the same breath as the reply.
    virtual base::result<void> settle(
        const model::request& what, const model::reply& reply, base::wall_time now
    ) = 0;

    // The credential was seen to belong to this very user.
    virtual base::result<void> remember_identity(
        const model::credential_id& whose, model::user_id who, base::wall_time now
    ) = 0;

    // The job has its outcome; nothing more will be sent for it.
    virtual base::result<void> close_job(const model::job_result& what) = 0;

    // A journal may write behind what it is told. Then a call hands over and gives the failure of
    // an earlier one, and these tell what outlives a power cut.

    // Whether something said before could not be written.
    [[nodiscard]] virtual base::result<void> health() const { return {}; }

    // Whether all that was said so far does.
    [[nodiscard]] virtual bool is_durable() const { return true; }

    // Calls `then` once, when all that was said so far does or cannot be written: at once, or from
    // another thread.
    using listener = std::function<void(base::result<void>)>;
    virtual void when_durable(haste, listener then) { then({}); }
};

}  // namespace dispatch
