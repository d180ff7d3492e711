#include "portal/explanation.hpp"

#include "portal/portal_error.hpp"

#include <fmt/format.h>

#include <optional>

namespace portal {

namespace {

std::string authorities(const portal_options& options) {
    return options.ca_file.empty() ? "the system's certificate authorities"
                                   : fmt::format("the CA file {}", options.ca_file);
}

std::string limit(std::chrono::milliseconds how_long) {
    return fmt::format(
        "at most {} s, by the deadline", static_cast<double>(how_long.count()) / 1000
    );
}

// Whom the certificate convinces, and what it says of itself.
std::optional<std::string> explain_certificate(
    portal_error what, const std::string& said, const portal_options& options
) {
    const auto host = to_string(options.where);
    switch (what) {
        case portal_error::ca_unreadable:
            return fmt::format("cannot read {}: {}", authorities(options), said);
        case portal_error::untrusted_certificate:
            return fmt::format(
                "the certificate of {} is not trusted: {} (checked against {}); if the portal has "
                "an authority of its own, give its certificate as the CA file",
                host,
                said,
                authorities(options)
            );
        case portal_error::expired_certificate:
            return fmt::format(
                "the certificate of {} is not valid at this time: {}; check this machine's clock, "
                "or have the certificate renewed",
                host,
                said
            );
        case portal_error::host_mismatch:
            return fmt::format(
                "the certificate of {} is for another host: {}; write the portal's url with the "
                "name that its certificate bears",
                host,
                said
            );
        default:
            return std::nullopt;
    }
}

std::string explain_connection(
    portal_error what, const std::string& said, const portal_options& options
) {
    const auto host = to_string(options.where);
    switch (what) {
        case portal_error::no_free_connection:
            return fmt::format(
                "every connection to {} was busy until the deadline (there may be {})",
                host,
                options.max_connections
            );
        case portal_error::deadline_passed:
            return fmt::format("the deadline passed before anything was sent to {}", host);
        case portal_error::pool_closed:
            return fmt::format("the connections to {} are closed", host);
        case portal_error::resolve_failed:
            return fmt::format(
                "cannot find the host {}: {}; check the portal's url and the network", host, said
            );
        case portal_error::resolve_timeout:
            return fmt::format(
                "looking up the host {} took too long ({})", host, limit(options.connect_timeout)
            );
        case portal_error::connect_failed:
            return fmt::format("cannot connect to {}: {}", host, said);
        case portal_error::connect_timeout:
            return fmt::format(
                "connecting to {} took too long ({})", host, limit(options.connect_timeout)
            );
        case portal_error::tls_failed:
            return fmt::format("no TLS connection to {}: {}; is it an https server?", host, said);
        case portal_error::tls_timeout:
            return fmt::format(
                "the TLS handshake with {} took too long ({})", host, limit(options.tls_timeout)
            );
        case portal_error::connection_lost:
            return fmt::format("the connection to {} was lost: {}", host, said);
        case portal_error::reply_timeout:
            return fmt::format("no complete answer from {} by the deadline", host);
        case portal_error::malformed_response:
            return fmt::format("the answer of {} is not HTTP: {}", host, said);
        case portal_error::response_too_large:
            return fmt::format(
                "the answer of {} is larger than {} bytes", host, options.max_response
            );
        default:
            return make_error_code(what).message();
    }
}

}  // namespace

std::string explain(const base::failure& what, const portal_options& options) {
    if (what.code.category() != make_error_code(portal_error::cancelled).category())
        return base::describe(what);
    const auto kind = static_cast<portal_error>(what.code.value());
    if (auto text = explain_certificate(kind, what.doing, options)) return *std::move(text);
    return explain_connection(kind, what.doing, options);
}

}  // namespace portal
