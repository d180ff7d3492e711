#pragma once

#include "base/source_pos.hpp"
#include "model/user.hpp"
#include "model/value.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace policy {

// What a key should be for the user of a test.
struct expected_key {
    std::string step;  // an id, or a target
    std::string key;
    // A value in the catalog's normal form, the id of the step whose item's id is meant, or nothing
    // at all: the policy leaves the key alone.
    struct unmanaged {};
    struct item_id {
        std::string step;
    };
    std::variant<unmanaged, model::value, item_id> wanted;
    base::source_pos where;
    std::string path;
};

// One of the tests that stand beside a policy: for a user with these attributes it gives these
// values, or no job, or this error.
struct policy_test {
    enum class verdict { values, no_match, error };

    std::string name;
    model::user who;
    verdict expected = verdict::values;
    std::string error;  // a part of its message
    std::vector<expected_key> keys;
    base::source_pos where;
    std::string path;
};

}  // namespace policy
