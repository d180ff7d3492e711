#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"

namespace cli {

enum class roster_view { list, check };

// `muster roster list|check`: whom a command would be about, which credential each has, and what is
// missing. Respects --limit and --exclude; nothing is sent.
exit_code roster_command(const options& given, roster_view view);

}  // namespace cli
