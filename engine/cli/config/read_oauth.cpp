#include "cli/config/read_oauth.hpp"

#include "cli/config/config_values.hpp"
#include "cli/config/read_portal.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace cli {
namespace {

using document::presence;

void read_endpoint(oauth_config& into, document::mapping_reader& from) {
    const auto text = from.text("endpoint", presence::optional);
    if (!text) return;
    auto made = portal::parse_token_endpoint(*text);
    if (made)
        into.endpoint = std::move(*made);
    else
        from.refuse(
            "endpoint",
            "oauth",
            "the address of the token endpoint " + made.error(),
            "write it as https://oauth.bitrix.info/oauth/token/"
        );
}

void read_hosts(oauth_config& into, document::mapping_reader& from) {
    const auto hosts = from.texts("allowed_hosts", presence::optional);
    if (!hosts) return;
    into.allowed_hosts.clear();
    for (const auto& each : *hosts) {
        const auto host = portal::parse_origin("https://" + each);
        if (host)
            into.allowed_hosts.push_back(portal::to_string(*host));
        else
            from.refuse(
                "allowed_hosts",
                "oauth",
                "a host was expected, with a port where it is not 443",
                "write it as oauth.bitrix.info"
            );
    }
    const auto is_allowed = [&](const portal::origin& where) {
        return std::ranges::find(into.allowed_hosts, portal::to_string(where)) !=
               into.allowed_hosts.end();
    };
    if (into.endpoint && !is_allowed(into.endpoint->where))
        from.refuse(
            "allowed_hosts",
            "oauth",
            "the host of oauth.endpoint is not among the allowed hosts",
            "add it, or leave allowed_hosts out"
        );
}

}  // namespace

std::optional<app_config> read_app(
    document::mapping_reader& from, const std::filesystem::path& folder
) {
    app_config made;
    auto id = from.text("client_id", presence::required);
    auto secret = read_reference(from, "client_secret", folder);
    const auto* written = from.value("store", presence::required);
    auto store = read_path(from, "store", folder);
    if (!id || !secret || written == nullptr || !store) return std::nullopt;
    made.client_id = std::move(*id);
    made.client_secret = std::move(*secret);
    made.store = std::move(*store);
    made.where = written->where;
    made.path = from.path_of("store");
    return made;
}

oauth_config read_oauth(document::mapping_reader& root, const std::filesystem::path& folder) {
    oauth_config made;
    auto from = root.mapping("oauth", presence::optional);
    if (!from) return made;
    read_endpoint(made, *from);
    read_hosts(made, *from);
    made.ca_file = read_path(*from, "ca_file", folder).value_or(std::filesystem::path());
    from->finish();
    return made;
}

}  // namespace cli
