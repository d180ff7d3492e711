#pragma once

#include "catalog/definition.hpp"
#include "model/value.hpp"

#include <expected>
#include <string>

namespace catalog {

// Why a value is not one of the field's, in words: "expected Y or N (true and false are taken too),
// got 'maybe'".
struct misfit {
    std::string message;
    std::string hint;
};

// The value in the field's normal form - the one that is sent in a JSON body and compared:
// true/false for boolean, "Y"/"N" for yes_no (from true and false too), decimal text for section
// ids and periods, reminders as two lists.
std::expected<model::value, misfit> normalise(const field& which, const model::value& given);

// Whether what the portal answered is what was wanted, after portal-facts 6 ("Read-back
// comparison"). `wanted` is in normal form.
bool same(const field& which, const model::value& wanted, const model::value& seen);

// The same for two values that the portal answered, whatever they are: equal, or one's normal form
// is the same as the other.
bool alike(const field& which, const model::value& one, const model::value& other);

}  // namespace catalog
