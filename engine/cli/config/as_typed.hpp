#pragma once

#include <string>
#include <string_view>

namespace cli {

// A word of the command line or the name of a file, to be quoted in a message. A webhook that was
// put in the wrong place loses its code.
std::string as_typed(std::string_view word);

}  // namespace cli
