#include "run/apply.hpp"

#include "run/once_key.hpp"
#include "run/recall.hpp"

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
    auto journal = inputs.journal.start_run(inputs.header);
    if (!journal) return std::unexpected(journal.error());
    const auto& credentials = inputs.credentials;
    (*journal)->name_with(
        {[&credentials, salt = *salt](const model::credential_id& whose) {
             return credentials.fingerprint(whose, salt).value_or("");
         },
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
      journal_(std::move(journal)),
      lane_(
          where,
          inputs_.clock,
          {inputs_.portal, *journal_, watchers_, inputs_.jobs, inputs_.budget, inputs_.others},
          inputs_.all,
          inputs_.lane
      ) {
    watchers_.add(inputs_.totals);
    watchers_.add(inputs_.progress);
}

boost::asio::awaitable<base::result<model::run_summary>> apply::run() {
    const auto end = co_await lane_.run();
    model::run_summary summary;
    summary.header = inputs_.header;
    summary.end = end.how;
    summary.end_reason = end.why;
    summary.finished = inputs_.clock.wall_now();
    summary.users = inputs_.totals.users();
    summary.steps = inputs_.totals.steps();
    summary.unmatched = inputs_.jobs.unmatched();
    summary.lane = end.counts;
    const auto recorded = journal_->finish(summary);
    if (!recorded && summary.end != model::run_end::state_lost) {
        summary.end = model::run_end::state_lost;
        summary.end_reason = base::describe(recorded.error());
    }
    co_return summary;
}

}  // namespace run
