#pragma once

#include "async/clock_source.hpp"
#include "catalog/definitions.hpp"
#include "dispatch/ports/portal_port.hpp"
#include "dispatch/ports/progress_port.hpp"
#include "model/job.hpp"

#include <cstddef>
#include <set>
#include <unordered_map>
#include <utility>

namespace run {

// What an imagined portal holds of what the policies ask for.
enum class imagined { all_right, nothing_right };

// A portal that answers everything as a well-behaved one would: what was written is there when it
// is read back. It knows what the jobs ask for by watching the lane, and forgets each at its end.
class imagined_portal final : public dispatch::portal_port, public dispatch::progress_port {
public:
    // `trip`: from the sending of a request to its answer.
    imagined_portal(
        async::clock_source& clock,
        const catalog::definitions& all,
        imagined what_is_there,
        base::duration trip
    )
        : clock_(clock), all_(all), there_(what_is_there), trip_(trip) {}

    boost::asio::awaitable<model::reply> send(model::request what, base::time_point deadline)
        override;

    void job_opened(const model::work_item& item) override;
    void job_closed(const model::job_result& what) override;
    void request_sent(const model::request&, base::wall_time) override {}
    void request_answered(
        const model::request&, const model::reply&, base::wall_time, base::wall_time
    ) override {}
    void lane_changed(const dispatch::lane_state&) override {}

private:
    struct guest {
        model::job what;
        std::set<std::size_t> written;  // steps
    };

    [[nodiscard]] model::value answer(const model::command& what);
    [[nodiscard]] model::value image(const guest& of, std::size_t step) const;

    async::clock_source& clock_;
    const catalog::definitions& all_;
    imagined there_;
    base::duration trip_;
    std::unordered_map<model::job_number, guest> guests_;
};

}  // namespace run
