#include "portal/origin.hpp"

#include "portal/wire/https_url.hpp"

namespace portal {

std::expected<origin, std::string> parse_origin(std::string_view address) {
    auto url = parse_https_url(address);
    if (!url) return std::unexpected(std::move(url.error()));
    if (!url->path.empty() && url->path != "/")
        return std::unexpected("must end after the host (and port)");
    return std::move(url->where);
}

std::string to_string(const origin& where) {
    const bool v6 = where.host.find(':') != std::string::npos;
    auto text = v6 ? '[' + where.host + ']' : where.host;
    if (where.port != "443") text += ':' + where.port;
    return text;
}

}  // namespace portal
