#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace portal {

// Where a redirect leads: "new.bitrix24.com", with ":port" where it is not 443. Nothing for
// whatever is not an absolute https address. Gives no more than the host, because the path of the
// address holds the webhook's code.
std::optional<std::string> redirect_host(std::string_view location);

}  // namespace portal
