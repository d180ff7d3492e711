#pragma once

#include "model/job.hpp"
#include "model/outcome.hpp"
#include "report/reasons.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace report {

// What one user would cost, as the caller reckons it: where all is right, and where something
// differs.
struct request_cost {
    std::uint64_t least = 0;
    std::uint64_t most = 0;
};

// One key of a block, with the values that the users of the block should have.
struct plan_key {
    std::string key;
    std::string step_id;               // the value is `${steps.ID.id}` of that step; "" = it is not
    std::vector<model::value> values;  // distinct, at most max_samples of them
    std::uint64_t differing = 0;       // users whose value is not the first one
    std::string severity;
    std::string why;
};

struct plan_step {
    std::string label;
    std::string target;
    std::string id;
    model::step_kind kind = model::step_kind::call;
    model::acts_as as = model::acts_as::user;
    model::repetition repeat = model::repetition::every_run;
    std::vector<plan_key> keys;
};

// Users who get the same steps with the same keys from the same policies.
struct plan_block {
    std::uint64_t users = 0;
    std::vector<std::string> samples;  // "17 ann@acme.example"
    std::vector<plan_step> steps;
    request_cost lowest;  // of its users
    request_cost highest;
};

// What would be sent, gathered one job at a time without asking the portal: it knows what is
// wanted, not what is there. Its memory grows with the ways in which policies combine, not with
// the users.
class offline_plan {
public:
    explicit offline_plan(advice_source advice = {}, command_source next_command = {});

    void add(const model::job& what, request_cost cost);

    // A user to whom nothing could be sent, as far as is known without the portal.
    void add_blocked(const model::user& who, model::block_reason why, std::string_view reason);

    [[nodiscard]] const std::vector<plan_block>& blocks() const noexcept { return blocks_; }
    [[nodiscard]] std::vector<reason_group> blocked() const;
    [[nodiscard]] std::uint64_t planned_users() const noexcept { return planned_; }
    [[nodiscard]] std::uint64_t blocked_users() const noexcept { return blocked_users_; }
    [[nodiscard]] request_cost requests() const noexcept { return requests_; }

private:
    advice_source advice_;
    command_source next_command_;
    std::map<std::string, std::size_t> index_;  // of a block, by the shape of its jobs
    std::vector<plan_block> blocks_;            // in the order in which the first user of each came
    reasons blocked_;
    std::uint64_t planned_ = 0;
    std::uint64_t blocked_users_ = 0;
    request_cost requests_;
};

}  // namespace report
