#include "portal/wire/redirect.hpp"

#include "portal/wire/https_url.hpp"

#include <fmt/format.h>

namespace portal {

bool is_redirect(int http_status) noexcept {
    return http_status >= 300 && http_status < 400;
}

std::expected<origin, std::string> new_address(
    int http_status, std::string_view location, std::string_view sent_path
) {
    // 303 asks for a GET; 300, 304 and 305 are no redirects of a request.
    if (http_status != 301 && http_status != 302 && http_status != 307 && http_status != 308)
        return std::unexpected(fmt::format("HTTP {} is no renamed portal's; refused", http_status));
    if (!redirect_target(location))
        return std::unexpected("the portal redirects to an address that is not https; refused");
    auto url = parse_https_url(location);
    if (!url)
        return std::unexpected(
            "the portal redirects to an address that " + url.error() + "; refused"
        );
    if (url->path != sent_path)
        return std::unexpected(fmt::format(
            "the portal redirects to another path on {}, which a renamed portal does not; refused",
            to_string(url->where)
        ));
    return std::move(url->where);
}

}  // namespace portal
