#include "portal/wire/redirect.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace portal {

std::optional<std::string> redirect_host(std::string_view location) {
    const auto parsed = boost::urls::parse_uri(location);
    if (!parsed || parsed->scheme_id() != boost::urls::scheme::https) return std::nullopt;
    if (parsed->has_userinfo() || parsed->encoded_host().empty()) return std::nullopt;
    auto host = parsed->encoded_host().decode();
    if (parsed->has_port() && !parsed->port().empty() && parsed->port() != "443")
        host += ":" + std::string(parsed->port());
    return host;
}

}  // namespace portal
