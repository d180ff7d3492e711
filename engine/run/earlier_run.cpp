#include "run/earlier_run.hpp"

#include "journal/read.hpp"
#include "run/continued_jobs.hpp"

#include <algorithm>
#include <utility>

namespace run {

base::result<earlier_run> earlier_run_of(const journal::store& journal, model::kin kin) {
    const auto line = journal.line_of(kin.of);
    if (!line) return std::unexpected(line.error());
    const journal::reader from(journal);
    auto left =
        kin.how == model::kinship::continues ? from.left_by(*line) : from.ill_ended_in(*line);
    if (!left) return std::unexpected(std::move(left.error()));
    return earlier_run{std::move(kin), std::move(*left)};
}

std::uint64_t taken_up(const earlier_run& which) {
    return static_cast<std::uint64_t>(std::ranges::count_if(
        which.left.settled,
        [&](const auto& each) { return is_taken_up(which.kin.how, each.second); }
    ));
}

std::optional<model::kin> kin_of(const std::vector<earlier_run>& before) {
    if (before.empty()) return std::nullopt;
    return before.back().kin;
}

std::uint64_t left_of(std::uint64_t jobs, const std::vector<earlier_run>& before) {
    for (const auto& each : before) {
        const bool continues = each.kin.how == model::kinship::continues;
        const auto settled = static_cast<std::uint64_t>(each.left.settled.size());
        jobs = continues ? jobs - std::min(jobs, settled) : std::min(jobs, taken_up(each));
    }
    return jobs;
}

std::unique_ptr<job_supply> jobs_after(
    std::unique_ptr<job_supply> all,
    std::vector<earlier_run> before,
    const catalog::definitions& known,
    journal::store& journal,
    const model::portal_name& portal
) {
    for (auto& each : before)
        all = std::make_unique<continued_jobs>(
            std::move(all),
            known,
            continued_jobs::memory{each.kin.how, std::move(each.left), journal, portal}
        );
    return all;
}

}  // namespace run
