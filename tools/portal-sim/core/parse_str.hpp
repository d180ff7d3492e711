#pragma once

#include <boost/json/object.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace portal_sim::php {

// PHP's default; what a portal has set is not known.
inline constexpr std::size_t max_input_vars = 1000;

// urldecode(): '+' is a space, a '%' without two hexadecimal digits stays.
std::string url_decode(std::string_view text);

// parse_str() of PHP 8: all leaves are texts. Nested arrays come in canonical form.
boost::json::object parse_str(std::string_view query, std::size_t most_variables = max_input_vars);

}  // namespace portal_sim::php
