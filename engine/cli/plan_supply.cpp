#include "cli/plan_supply.hpp"

#include "run/equipment.hpp"

#include <utility>

namespace cli {

namespace {

class plan_supply final : public run::job_supply {
public:
    plan_supply(
        run::plan_reader& from,
        const catalog::definitions& all,
        run::equipment with,
        model::when_changed outdated,
        run::bystanders others
    )
        : unmatched_(from.end().unmatched),
          equipment_(std::move(with)),
          jobs_(
              from,
              all,
              [this](model::job what) { return equipment_.equip(std::move(what)); },
              outdated,
              others
          ) {
        from.rewind();
    }

    base::result<std::optional<model::work_item>> next() override { return jobs_.next(); }
    [[nodiscard]] std::uint64_t unmatched() const override { return unmatched_; }

private:
    std::uint64_t unmatched_;
    run::equipment equipment_;
    run::planned_jobs jobs_;
};

}  // namespace

decltype(run_order::supply) supply_of_plan(
    const workspace& files,
    run::plan_reader& plan,
    model::when_changed outdated,
    run::bystanders others
) {
    return [&files, &plan, outdated, others](
               const journal::store& journal, const model::run_header& header
           ) -> base::result<std::unique_ptr<run::job_supply>> {
        auto with = run::equipment::of(files.credentials, journal, header.portal);
        if (!with) return std::unexpected(with.error());
        return std::make_unique<plan_supply>(
            plan, *files.catalog, std::move(*with), outdated, others
        );
    };
}

}  // namespace cli
