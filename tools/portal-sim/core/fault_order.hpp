#pragma once

#include "portal-sim/core/fault.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <expected>
#include <string>

namespace portal_sim {

// One element of "faults" in a control request, or what is wrong with it.
std::expected<fault_rule, std::string> parse_fault(const boost::json::value& order);

// The same rule with what is left of it and how often it has fired.
boost::json::object shown(const fault_rule& rule);

}  // namespace portal_sim
