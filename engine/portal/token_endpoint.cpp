#include "portal/token_endpoint.hpp"

#include "portal/wire/https_url.hpp"

#include <algorithm>
#include <utility>

namespace portal {

namespace {

bool is_allowed(const oauth_options& options, const origin& where) {
    return std::ranges::find(options.allowed_hosts, to_string(where)) !=
           options.allowed_hosts.end();
}

// The tokens come with ".../rest/"; the same server renews them at ".../oauth/token/".
std::optional<token_endpoint> beside_rest(std::string_view server_endpoint) {
    constexpr std::string_view tail = "/rest/";
    auto url = parse_https_url(server_endpoint);
    if (!url || !url->path.ends_with(tail)) return std::nullopt;
    url->path.remove_suffix(tail.size());
    return token_endpoint{std::move(url->where), std::string(url->path) + "/oauth/token/"};
}

}  // namespace

std::expected<token_endpoint, std::string> parse_token_endpoint(std::string_view address) {
    auto url = parse_https_url(address);
    if (!url) return std::unexpected(std::move(url.error()));
    if (url->path.empty()) return std::unexpected("names no path (expected .../oauth/token/)");
    return token_endpoint{std::move(url->where), std::string(url->path)};
}

token_endpoint documented_token_endpoint() {
    return {{"oauth.bitrix.info", "443"}, "/oauth/token/"};
}

std::vector<std::string> documented_token_hosts() {
    return {"oauth.bitrix.info", "oauth.bitrix24.tech", "oauth.bitrix24.info"};
}

std::optional<token_endpoint> endpoint_for(
    const oauth_options& options, std::string_view server_endpoint
) {
    if (options.endpoint) return options.endpoint;
    auto told = beside_rest(server_endpoint);
    if (told && is_allowed(options, told->where)) return told;
    auto usual = documented_token_endpoint();
    if (!is_allowed(options, usual.where)) return std::nullopt;
    return usual;
}

}  // namespace portal
