#pragma once

#include "portal-sim/core/execution.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace portal_sim {

inline constexpr std::size_t max_batch = 50;

// What `batch` answers: the five maps, every empty one as []. A batch as a whole never fails.
boost::json::object run_batch(execution& all, const boost::json::object& parameters);

// "batch" in any case.
bool is_batch(std::string_view method);

// The methods that a batch would call, for faults that aim at one.
std::vector<std::string> methods_in(const boost::json::object& parameters);

}  // namespace portal_sim
