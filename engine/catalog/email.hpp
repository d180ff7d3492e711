#pragma once

#include <string_view>

namespace catalog {

// Whether a text looks like an e-mail address: something, one @, a domain, no blanks. Light on
// purpose: the portal checks nothing, and the only sure test of an address is a letter to it.
bool is_email(std::string_view text);

}  // namespace catalog
