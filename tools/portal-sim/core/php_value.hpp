#pragma once

#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// PHP's values as JSON values. A PHP array is a JSON array while its keys are 0..n-1 in order, and
// an object otherwise, which is how json_encode shows it; `canonical` restores that form.
namespace portal_sim::php {

namespace json = boost::json;

bool is_array(const json::value& what);

// if ($what)
bool truthy(const json::value& what);

// $what == 'text', as PHP 8 compares: a boolean turns the text into a boolean first, a number is
// compared as a number when the text is numeric.
bool loosely_equals(const json::value& what, std::string_view text);

// (string)$what; an array gives "Array".
std::string to_text(const json::value& what);

// A whole number out of a number or a numeric text; nothing for the rest.
std::optional<std::int64_t> to_integer(const json::value& what);

// The integer that PHP makes of this array key ("12", "-3"), nothing for "012", "1.0", "x".
std::optional<std::int64_t> integer_key(std::string_view key);

// $what[$key], for both forms of an array; nullptr when it is not set (a null counts as set here).
const json::value* element(const json::value& what, std::string_view key);

json::value canonical(json::value what);

// The same for the outermost level only.
json::value as_php_array(json::object map);

// True for bytes that are valid UTF-8 as a whole.
bool valid_utf8(std::string_view text);

}  // namespace portal_sim::php
