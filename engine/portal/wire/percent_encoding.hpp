#pragma once

#include <string>
#include <string_view>

namespace portal {

// Appends `text` with everything but RFC 3986's unreserved characters as %XX, byte by byte, so that
// UTF-8 stays UTF-8. Stricter than a query needs: the portal cuts a command string at a raw '#',
// reads '+' as a space and turns control characters into '_' (portal-facts 2 and 11).
void append_percent_encoded(std::string& out, std::string_view text);

}  // namespace portal
