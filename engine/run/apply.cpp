#include "run/apply.hpp"

#include "async/task_group.hpp"
#include "dispatch/until_durable.hpp"
#include "run/once_key.hpp"
#include "run/recall.hpp"

#include <exception>
#include <utility>

namespace run {

base::result<std::unique_ptr<apply>> apply::begin(
    boost::asio::any_io_executor where, apply_inputs inputs
) {
    auto salt = inputs.journal.salt();
    if (!salt) return std::unexpected(salt.error());
    auto past = recall(
        inputs.journal,
        inputs.header.portal_url,
        inputs.lane.limits,
        inputs.clock.now(),
        inputs.clock.wall_now()
    );
    if (!past) return std::unexpected(past.error());
    inputs.lane.past = std::move(*past);
    auto journal = inputs.journal.start_run(inputs.header, inputs.start);
    if (!journal) return std::unexpected(journal.error());
    const auto& credentials = inputs.credentials;
    (*journal)->name_with(
        {[&credentials,
          under = std::make_shared<portal::fingerprints>(*salt)](const model::credential_id& whose
         ) { return credentials.fingerprint(whose, *under).value_or(""); },
         once_key}
    );
    return std::make_unique<apply>(where, std::move(inputs), std::move(*journal));
}

apply::apply(
    boost::asio::any_io_executor where,
    apply_inputs inputs,
    std::unique_ptr<journal::run_journal> journal
)
    : inputs_(std::move(inputs)),
      where_(where),
      journal_(std::move(journal)),
      lane_(
          where,
          inputs_.clock,
          {inputs_.portal,
           *journal_,
           watchers_,
           inputs_.jobs,
           inputs_.budget,
           inputs_.others,
           inputs_.lines},
          inputs_.all,
          inputs_.lane
      ) {
    watchers_.add(inputs_.totals);
    watchers_.add(inputs_.progress);
}

// What cannot be written now may be written with the next beat; whether the run can be recorded is
// not decided here.
boost::asio::awaitable<void> apply::stay_alive(async::bell& over) {
    auto& clock = inputs_.clock;
    for (;;) {
        const auto why = co_await over.wait_until(clock.now() + journal::beat_every);
        if (why != async::wake::due) co_return;
        const auto ours = inputs_.hold.locks->keep(inputs_.hold.portal, clock.wall_now());
        if (ours && !*ours) {
            lane_.stop(
                model::run_end::locked,
                "another run has taken the portal over: this one had not been heard of for too long"
            );
            co_return;
        }
    }
}

boost::asio::awaitable<base::result<model::run_summary>> apply::run() {
    async::task_group beside(where_);
    const auto over = inputs_.clock.make_bell(where_);
    if (inputs_.hold.locks != nullptr) beside.spawn(stay_alive(*over));
    std::exception_ptr failed;
    dispatch::lane_end end;
    try {
        end = co_await lane_.run();
    } catch (...) {
        failed = std::current_exception();
    }
    over->ring();
    co_await beside.join();
    if (failed) std::rethrow_exception(failed);
    model::run_summary summary;
    summary.header = inputs_.header;
    summary.end = end.how;
    summary.end_reason = end.why;
    summary.finished = inputs_.clock.wall_now();
    summary.users = inputs_.totals.users();
    summary.steps = inputs_.totals.steps();
    summary.unmatched = inputs_.jobs.unmatched();
    summary.carried = inputs_.jobs.carried();
    summary.lane = end.counts;
    auto recorded = journal_->end(summary);
    // Other runs on the same event loop go on meanwhile.
    if (recorded || !journal_->is_durable())
        recorded = co_await dispatch::until_durable(
            where_, inputs_.clock, *journal_, dispatch::haste::now
        );
    if (!recorded && summary.end != model::run_end::state_lost) {
        summary.end = model::run_end::state_lost;
        summary.end_reason = base::describe(recorded.error());
    }
    if (inputs_.hold.locks != nullptr) inputs_.hold.locks->release(inputs_.hold.portal);
    co_return summary;
}

}  // namespace run
