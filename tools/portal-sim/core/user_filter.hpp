#pragma once

#include "portal-sim/core/directory.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace portal_sim {

enum class comparison {
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    like,
    not_like
};

// "!%NAME" taken apart: what compares, and which field.
struct filter_key {
    comparison how = comparison::equal;
    bool contains = false;  // like: the value may stand anywhere in the field
    std::string field;      // upper case
};

filter_key parse_filter_key(std::string_view key);

// FILTER of user.get. Conditions on fields that do not exist, or that `readable` denies, are
// dropped without a word: such a filter selects more people, up to everybody.
class user_filter {
public:
    user_filter(
        const boost::json::object& filter, const std::function<bool(std::string_view)>& readable
    );

    [[nodiscard]] bool matches(const user& who) const;

    // It asks for at most fifty exact ids, which the portal answers without counting.
    [[nodiscard]] bool exact_ids() const noexcept { return exact_ids_; }

private:
    struct condition {
        filter_key key;
        std::vector<boost::json::value> values;  // several mean: any of them
    };

    std::vector<condition> conditions_;
    bool exact_ids_ = false;
};

}  // namespace portal_sim
