#pragma once

#include "base/failure.hpp"
#include "portal/portal_options.hpp"

#include <string>

namespace portal {

// A failure of the way to a portal (code: portal_error; doing: what the system or OpenSSL said), in
// one line for a person: which host, what was wrong, what to do about it.
std::string explain(const base::failure& what, const portal_options& options);

}  // namespace portal
