#include "portal/portal_error.hpp"

#include <string>

namespace portal {

namespace {

const char* text_of(portal_error what) {
    switch (what) {
        case portal_error::ca_unreadable:
            return "the file of certificate authorities cannot be read";
        case portal_error::no_free_connection:
            return "every connection was busy until the deadline";
        case portal_error::deadline_passed:
            return "the deadline passed before anything was sent";
        case portal_error::pool_closed:
            return "the portal's connections are closed";
        case portal_error::cancelled:
            return "cancelled";
        case portal_error::resolve_failed:
            return "the host name has no address";
        case portal_error::resolve_timeout:
            return "looking up the host name took too long";
        case portal_error::connect_failed:
            return "cannot connect";
        case portal_error::connect_timeout:
            return "connecting took too long";
        case portal_error::tls_failed:
            return "the TLS handshake failed";
        case portal_error::tls_timeout:
            return "the TLS handshake took too long";
        case portal_error::untrusted_certificate:
            return "the certificate is not trusted";
        case portal_error::expired_certificate:
            return "the certificate is not valid at this time";
        case portal_error::host_mismatch:
            return "the certificate is for another host";
        case portal_error::connection_lost:
            return "the connection was lost";
        case portal_error::reply_timeout:
            return "no complete answer by the deadline";
        case portal_error::malformed_response:
            return "the answer is not HTTP";
        case portal_error::response_too_large:
            return "the answer is too large";
        case portal_error::store_open_to_others:
            return "others on this machine may read or write it";
        case portal_error::store_malformed:
            return "it is not a store of tokens";
        case portal_error::store_busy:
            return "another process is writing it";
    }
    return "unknown error";
}

class portal_category final : public std::error_category {
public:
    [[nodiscard]] const char* name() const noexcept override { return "portal"; }
    [[nodiscard]] std::string message(int value) const override {
        return text_of(static_cast<portal_error>(value));
    }
};

}  // namespace

std::error_code make_error_code(portal_error what) noexcept {
    static const portal_category category;
    return {static_cast<int>(what), category};
}

}  // namespace portal
