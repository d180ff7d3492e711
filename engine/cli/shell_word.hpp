#pragma once

#include <string>
#include <string_view>

namespace cli {

// A word to be typed into a shell: in single quotes where the shell would read it otherwise.
std::string shell_word(std::string_view word);

}  // namespace cli
