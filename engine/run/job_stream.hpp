#pragma once

#include "policy/policy_set.hpp"
#include "roster/source.hpp"
#include "run/equipment.hpp"
#include "run/job_supply.hpp"
#include "run/state_only.hpp"

#include <cstdint>
#include <optional>
#include <utility>

namespace run {

// Pulls users from the roster, expands the policies for each, and equips the jobs. Lazy: one user
// at a time. Roster and policies outlive it.
class job_stream final : public job_supply {
public:
    job_stream(
        roster::source& who,
        const policy::policy_set& what,
        equipment with,
        attention to = attention::everything
    )
        : who_(who), what_(what), equipment_(std::move(with)), attention_(to) {}

    // The next job that a policy asks for. A fault here is one that appeared after the survey: a
    // file changed under our hands.
    base::result<std::optional<model::work_item>> next() override;

    [[nodiscard]] std::uint64_t unmatched() const override { return unmatched_; }
    [[nodiscard]] std::uint64_t left_out() const override { return left_out_; }

private:
    roster::source& who_;
    const policy::policy_set& what_;
    equipment equipment_;
    attention attention_;
    std::uint64_t unmatched_ = 0;
    std::uint64_t left_out_ = 0;
};

}  // namespace run
