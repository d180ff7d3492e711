#pragma once

#include "document/node.hpp"
#include "model/user.hpp"
#include "policy/fault.hpp"
#include "policy/source.hpp"

#include <expected>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace policy {

// A text with `*` or `?`.
struct glob {
    std::string pattern;
};

// What an attribute may be, to match. A number is kept as it was written: a roster's columns are
// texts as long as nobody says otherwise.
using wanted_attribute = std::variant<bool, std::string, glob>;

// `match` of a policy, or a part of it.
struct condition {
    enum class form {
        attribute,  // has one of the values
        all,        // of the parts
        any,
        none,
    };

    form shape = form::all;
    spot from;
    std::string attribute;
    std::vector<wanted_attribute> values;
    std::vector<condition> parts;
};

// Addresses are compared without regard to upper and lower case: nobody may escape a `not` by
// writing his own in capitals. The values of such an attribute are kept in small letters.
inline bool is_caseless(const condition& what) {
    return what.attribute == "email";
}

// Reads a mapping of attributes, with `not`, `any` and `all`. What is wrong is reported; then
// nothing is given.
std::optional<condition> read_condition(
    const document::node& from, const std::string& path, reporter& report
);

// Whether the user is one of those meant. An attribute that his roster does not have is a fault (a
// slip of the hand would otherwise match nobody, or under `not` everybody), but for `active`: who
// is on a roster that does not say is active. One that he has without a value matches nothing.
std::expected<bool, fault> matches(const condition& what, const model::user& who);

}  // namespace policy
