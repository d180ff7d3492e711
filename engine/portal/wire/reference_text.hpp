#pragma once

#include <string_view>

namespace portal {

// Whether the portal would take some of `text` for a reference to an earlier result of its batch:
// $result, $next, $total, $time or $error in any case, with an opening bracket before the next
// blank (portal-facts 2). It looks at decoded text, so no escaping helps.
bool holds_reference(std::string_view text) noexcept;

}  // namespace portal
