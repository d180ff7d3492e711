#pragma once

#include "base/diagnostic.hpp"
#include "model/user.hpp"

#include <optional>
#include <string>
#include <vector>

namespace roster {

// What is known of a roster's users before the first of them is read.
struct outline {
    std::vector<std::string> attributes;  // that every user has, in the roster's order
    std::vector<std::string> groups;      // that the roster defines
};

// Where users come from, one at a time and in a fixed order: a roster of a million never stands in
// memory at once.
class source {
public:
    virtual ~source() = default;

    // The next user, or nothing at the end. An entry that cannot be used is a problem and is passed
    // over, so that one look shows all of them (or the first hundred, with which it ends): whoever
    // acts on a roster makes sure first that it gave no error, for a user left out is not a user
    // who wants nothing. A roster of nobody is no problem here; whether it may be is for the caller
    // to say.
    virtual std::optional<model::user> next(base::diagnostics& problems) = 0;

    // Of a source that does not know, empty.
    [[nodiscard]] virtual outline describe() const { return {}; }
};

}  // namespace roster
