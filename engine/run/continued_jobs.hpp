#pragma once

#include "base/result.hpp"
#include "catalog/definitions.hpp"
#include "journal/past_life.hpp"
#include "journal/store.hpp"
#include "model/job.hpp"
#include "model/run.hpp"
#include "run/job_supply.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace run {

// The jobs of a run that comes after another: those whom that one did not bring to an end (or, to
// retry it, to a good one), with what was done of their steps already. Steps are known again by
// their place or, where the policies have changed, by what they are.
class continued_jobs final : public job_supply {
public:
    struct memory {
        model::kinship how;         // continues or retries
        journal::past_life before;  // what the other and the runs of its line left
        journal::store& journal;
        model::portal_name portal;
    };

    // `from`: the jobs as a run of its own would have them. The catalog outlives this.
    continued_jobs(std::unique_ptr<job_supply> from, const catalog::definitions& all, memory of);

    base::result<std::optional<model::work_item>> next() override;

    [[nodiscard]] std::uint64_t unmatched() const override { return from_->unmatched(); }
    [[nodiscard]] std::map<model::user_outcome, std::uint64_t> carried() const override;

private:
    base::result<void> recall(model::work_item& item) const;
    base::result<void> recall_step(
        const model::work_item& item,
        const model::step& which,
        const std::vector<const journal::written_step*>& written,
        model::past& into
    ) const;

    std::unique_ptr<job_supply> from_;
    const catalog::definitions& all_;
    memory of_;
};

// Whether a run of this kind takes up a user whom the other left with this outcome; nothing = with
// none.
bool is_taken_up(model::kinship how, std::optional<model::user_outcome> before);

}  // namespace run
