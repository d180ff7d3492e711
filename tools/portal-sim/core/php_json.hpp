#pragma once

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace portal_sim::php {

// json_encode as the portal calls it: < > & ' " and everything beyond ASCII as \uXXXX, the slash
// as \/, whole floats without a fraction. Bytes that are no UTF-8 become U+FFFD.
std::string encode(const boost::json::value& what);

// json_decode to PHP arrays (canonical form); nothing when the text is no JSON.
std::optional<boost::json::value> decode(std::string_view text);

}  // namespace portal_sim::php
