#include "portal/wire/https_url.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <system_error>

namespace portal {

namespace {

origin origin_of(const boost::urls::url_view& url) {
    origin where;
    // Of an IPv6 address the part between the brackets.
    where.host = url.encoded_host_address().decode();
    std::ranges::transform(where.host, where.host.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (url.has_port() && !url.port().empty()) where.port = url.port();
    return where;
}

bool is_port(std::string_view text) {
    std::uint16_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && number != 0;
}

bool is_https(const boost::urls::url_view& url) {
    return url.scheme_id() == boost::urls::scheme::https;
}

}  // namespace

std::expected<https_url, std::string> parse_https_url(std::string_view text) {
    const auto refusal = [](const char* why) { return std::unexpected(std::string(why)); };
    const auto url = boost::urls::parse_uri(text);
    if (!url) return refusal("is not an address (expected https://HOST/...)");
    if (!is_https(*url)) return refusal("must begin with https://");
    if (url->has_userinfo()) return refusal("must not hold a user name");
    if (url->has_query() || url->has_fragment()) return refusal("must not hold '?' or '#'");
    if (url->encoded_host().empty()) return refusal("names no host");
    if (url->has_port() && !url->port().empty() && !is_port(url->port()))
        return refusal("names a port that is none");
    return https_url{origin_of(*url), url->encoded_path()};
}

std::optional<origin> redirect_target(std::string_view location) {
    const auto url = boost::urls::parse_uri(location);
    if (!url || !is_https(*url) || url->has_userinfo() || url->encoded_host().empty())
        return std::nullopt;
    return origin_of(*url);
}

}  // namespace portal
