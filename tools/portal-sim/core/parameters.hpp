#pragma once

#include "portal-sim/core/message.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string_view>

namespace portal_sim {

// "/a/b?c" taken apart.
std::string_view path_of(std::string_view target);
std::string_view query_of(std::string_view target);

// The parameters as PHP gathers them: the query underneath, the body of a POST on top. JSON that
// does not parse counts as no parameters at all. Nothing is returned for text that is no UTF-8.
std::optional<boost::json::object> read_parameters(const request& what);

}  // namespace portal_sim
