#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"

#include <string>

namespace cli {

// `muster resume RUN`: goes on with a run that was interrupted or killed, as it was asked for then.
// `given`: how it is told now, and what may be otherwise than then. `word`: an id, the beginning of
// one, or "last".
exit_code resume_command(const options& given, const std::string& word);

}  // namespace cli
