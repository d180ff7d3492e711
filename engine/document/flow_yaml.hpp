#pragma once

#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace document {

// A value as it can stand behind a key, on one line: `week`, `"3"`, `[1, 2]`, `{ type: min, count:
// 15 }`. Our own reader, and every other one, reads the same value again. A text stands bare where
// it is a plain word and could be nothing else; Y and N do, as people write them.
std::string flow_yaml(const boost::json::value& what);

// A text alone, as a key or a value.
std::string flow_yaml_text(std::string_view text);

}  // namespace document
