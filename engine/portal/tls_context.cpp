#include "portal/tls_context.hpp"

#include "portal/portal_error.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/assert.hpp>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cstddef>
#include <utility>

namespace portal {

namespace {

// A connection of TLS 1.3 gets two tickets; more than a few per connection of a pool are never
// used.
constexpr std::size_t max_sessions = 32;

// Where a connection keeps its tls_context. (The application data are Asio's.)
int owner_index() {
    static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

bool is_address(const std::string& host) {
    boost::system::error_code failed;
    boost::asio::ip::make_address(host, failed);
    return !failed;
}

portal_error kind_of(long verified) {
    switch (verified) {
        case X509_V_ERR_CERT_HAS_EXPIRED:
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return portal_error::expired_certificate;
        case X509_V_ERR_HOSTNAME_MISMATCH:
        case X509_V_ERR_IP_ADDRESS_MISMATCH:
            return portal_error::host_mismatch;
        default:
            return portal_error::untrusted_certificate;
    }
}

}  // namespace

void tls_context::session_deleter::operator()(SSL_SESSION* session) const noexcept {
    SSL_SESSION_free(session);
}

tls_context::tls_context(const portal_options& options)
    : where_(options.where),
      trust_(options.authorities ? options.authorities : std::make_shared<trust>(options.ca_file)) {
    SSL_CTX_sess_set_new_cb(native().native_handle(), &tls_context::remember_session);
}

void tls_context::prepare(SSL* connection) {
    BOOST_VERIFY(SSL_set_ex_data(connection, owner_index(), this) == 1);
    auto* const rules = SSL_get0_param(connection);
    if (is_address(where_.host)) {
        BOOST_VERIFY(X509_VERIFY_PARAM_set1_ip_asc(rules, where_.host.c_str()) == 1);
    } else {
        X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        BOOST_VERIFY(
            X509_VERIFY_PARAM_set1_host(rules, where_.host.data(), where_.host.size()) == 1
        );
        BOOST_VERIFY(SSL_set_tlsext_host_name(connection, where_.host.c_str()) == 1);
    }
    resume_session(connection);
}

// Returns 1 where the session's reference is taken over.
int tls_context::remember_session(SSL* connection, SSL_SESSION* fresh) {
    auto* const owner = static_cast<tls_context*>(SSL_get_ex_data(connection, owner_index()));
    if (owner == nullptr) return 0;
    owner->sessions_.emplace_back(fresh);
    if (owner->sessions_.size() > max_sessions) owner->sessions_.pop_front();
    return 1;
}

void tls_context::resume_session(SSL* connection) {
    while (!sessions_.empty()) {
        auto newest = std::move(sessions_.back());
        sessions_.pop_back();
        if (SSL_SESSION_is_resumable(newest.get()) != 1) continue;
        SSL_set_session(connection, newest.get());
        // A ticket of TLS 1.3 is for one use; an older session serves again and again.
        if (SSL_SESSION_get_protocol_version(newest.get()) < TLS1_3_VERSION)
            sessions_.push_back(std::move(newest));
        return;
    }
}

base::failure tls_context::verdict(SSL* connection, const boost::system::error_code& failed) {
    const long verified = SSL_get_verify_result(connection);
    if (verified != X509_V_OK) return {kind_of(verified), X509_verify_cert_error_string(verified)};
    return {portal_error::tls_failed, failed.message()};
}

}  // namespace portal
