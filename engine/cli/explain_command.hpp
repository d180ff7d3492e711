#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"

#include <string>

namespace cli {

// muster explain [NAME]: what the catalog knows of a method, a resource or one of their fields; a
// list of them all without a name.
exit_code explain_command(const options& given, const std::string& name);

// muster schema KIND: the JSON Schema of a kind of file.
exit_code schema_command(const options& given, const std::string& kind);

}  // namespace cli
