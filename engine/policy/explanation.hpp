#pragma once

#include "base/source_pos.hpp"
#include "model/job.hpp"
#include "model/user.hpp"
#include "model/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace policy {

// What one policy says of one key.
struct explained_value {
    std::string policy;  // where it is written; of an inherited step, the parent
    std::string by;      // the policy that applies
    std::int64_t priority = 0;
    base::source_pos where;
    model::wanted_value wanted;
    std::string severity;
    std::string why;
};

struct explained_key {
    std::string key;
    std::vector<explained_value> chain;      // what counts comes first, then what gave way to it
    std::optional<model::exemption> exempt;  // then the key is left as it is
};

struct explained_step {
    std::string id;
    std::string target;
    model::step_kind kind = model::step_kind::call;
    model::acts_as as = model::acts_as::user;
    model::repetition repeat = model::repetition::every_run;
    std::vector<explained_key> keys;
};

// Whether a policy is meant for the user, and if not, why.
struct explained_policy {
    enum class verdict { applies, not_matched, condition_false, parent_only };

    std::string name;
    std::int64_t priority = 0;
    base::source_pos where;
    verdict said = verdict::applies;
    std::uint32_t weight = 1;
    std::uint32_t throttle = 0;  // 0 = none
};

// Why a user gets what he gets.
struct explanation {
    model::user who;
    std::vector<explained_policy> policies;  // by falling priority
    std::vector<explained_step> steps;
};

}  // namespace policy
