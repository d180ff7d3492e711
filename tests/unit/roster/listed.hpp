#pragma once

#include "roster/source.hpp"
#include "support/told.hpp"

#include <boost/json/serialize.hpp>

#include <string>

// Every user as "file:line[:column] id email {attributes}", one in a line; then what was told.
inline std::string listed(roster::source* source, base::diagnostics& problems) {
    std::string all;
    while (source != nullptr) {
        const auto user = source->next(problems);
        if (!user) break;
        all += base::to_string(user->where) + ' ' + std::to_string(user->id.value()) + ' ' +
               user->email + ' ' + boost::json::serialize(user->attributes) + '\n';
    }
    return all + support::told(problems);
}
