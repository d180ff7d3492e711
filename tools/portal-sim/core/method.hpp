#pragma once

#include "portal-sim/core/identity.hpp"
#include "portal-sim/core/rest_error.hpp"
#include "portal-sim/core/world.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>

namespace portal_sim {

struct method_answer {
    boost::json::value result;
    std::optional<std::int64_t> total;  // lists only, and not all of them
    std::optional<std::int64_t> next;
};

using answer = std::expected<method_answer, rest_error>;

// One call as a method sees it: without the names that the portal keeps for itself.
struct method_call {
    world& portal;
    const identity& caller;
    std::string_view method;
    boost::json::object parameters;
    std::int64_t start = 0;  // -1 = "do not count"
    time_point now;

    // nullptr when the parameter is missing.
    [[nodiscard]] const boost::json::value* parameter(std::string_view name) const;

    // Parameter names in upper case, for the methods that do not mind how they are written.
    void fold_names();

    // For the observations: whose data this call read or changed.
    void reads(std::int64_t user) const;
    void writes(std::int64_t user) const;
};

struct method {
    std::string_view name;
    std::string_view scope;  // "" = basic; alternatives divided by '|'
    double seconds;          // what it costs of the operating time; nothing really waits
    answer (*run)(method_call& call);
};

// One group per file.
std::span<const method> settings_methods();
std::span<const method> section_methods();
std::span<const method> event_methods();
std::span<const method> user_methods();
std::span<const method> staff_methods();
std::span<const method> department_methods();
std::span<const method> common_methods();
std::span<const method> message_methods();
std::span<const method> option_methods();

// Tried in lower case first, then as written; nullptr when there is none. `batch` is not among
// them.
const method* find_method(std::string_view name);

// Every method in the order of the groups.
std::span<const method* const> all_methods();

// An error of a method's own; the calendar's have an empty code.
std::unexpected<rest_error> refuse(std::string_view code, std::string_view description);

}  // namespace portal_sim
