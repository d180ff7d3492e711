#pragma once

#include "portal-sim/core/rest_error.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <expected>
#include <map>
#include <optional>

namespace portal_sim {

// What a user's profile contributes to the answer of calendar.user.settings.get.
struct settings_surroundings {
    std::string time_zone;
    std::optional<std::pair<std::string, std::string>> work_time;  // "9.00", "18.00"
};

// The calendar settings of every user, as the portal keeps them: one map per user, written as a
// whole, with the types that PHP gave the values, and with next to no opinion about them.
class settings_store {
public:
    // The settings as `get` shows them. Fails with ERROR_ARGUMENT while one of the two maps holds a
    // text that is no JSON.
    [[nodiscard]] std::expected<boost::json::object, rest_error> read(
        std::int64_t user, const settings_surroundings& around
    ) const;

    // The parameter `settings` of `set`. False: it was neither an array nor `false`, and nothing
    // happened. Fails like `read`, since it reads before it writes; `false` alone gets through.
    std::expected<bool, rest_error> write(std::int64_t user, const boost::json::value& settings);

    // What lies in the database: nullptr when the user never set anything.
    [[nodiscard]] const boost::json::object* stored(std::int64_t user) const;

private:
    std::map<std::int64_t, boost::json::object> stored_;
};

}  // namespace portal_sim
