#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace model {

// Whatever travels to or from a portal: JSON's types, which are also PHP's as far as the portal
// shows them.
using value = boost::json::value;
using object = boost::json::object;
using array = boost::json::array;

}  // namespace model
