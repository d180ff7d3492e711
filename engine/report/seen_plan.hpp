#pragma once

#include "model/planned.hpp"
#include "report/change_blocks.hpp"
#include "report/exemptions.hpp"
#include "report/reasons.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace report {

// What a look at a portal found, gathered one user at a time, live or from a saved plan: what would
// change, who is blocked and why, which exceptions are in force. It keeps blocks, counts and
// samples, never the users.
class seen_plan {
public:
    explicit seen_plan(advice_source advice = {}, command_source next_command = {});

    void add(const model::job_result& seen);

    [[nodiscard]] const change_blocks& changes() const noexcept { return changes_; }
    [[nodiscard]] std::vector<reason_group> blocked() const;
    // Users of whom the run that ended early had nothing to say.
    [[nodiscard]] std::vector<reason_group> unseen() const;
    [[nodiscard]] std::vector<exemption_group> exempt() const { return exempt_.groups(); }

    [[nodiscard]] std::uint64_t count(model::planned which) const;
    // The sum over all: the users selected.
    [[nodiscard]] std::uint64_t selected() const;

private:
    advice_source advice_;
    command_source next_command_;
    change_blocks changes_;
    reasons blocked_;
    reasons unseen_;
    exemptions exempt_;
    std::map<model::planned, std::uint64_t> users_;
};

}  // namespace report
