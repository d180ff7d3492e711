#pragma once

#include "cli/exit_code.hpp"
#include "cli/options.hpp"

#include <string>

namespace cli {

// muster explain user U [KEY]: what the user gets and why. `user` is an id or an e-mail address,
// `key` a key, a step or both with a dot between them; "" = everything.
exit_code explain_user_command(
    const options& given, const std::string& user, const std::string& key
);

}  // namespace cli
