#pragma once

#include "base/failure.hpp"
#include "portal/portal_options.hpp"
#include "portal/trust.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>

#include <deque>
#include <memory>
#include <optional>

namespace portal {

// How connections to one portal are secured: the host name verified beside the certificate, and
// sessions remembered, because a full handshake costs as much as dozens of requests. Must outlive
// the connections made with it.
class tls_context {
public:
    explicit tls_context(const portal_options& options);
    tls_context(const tls_context&) = delete;
    tls_context& operator=(const tls_context&) = delete;

    // Set when the certificate authorities could not be read; then nothing can be trusted.
    [[nodiscard]] const std::optional<base::failure>& trouble() const noexcept {
        return trust_->trouble();
    }

    [[nodiscard]] boost::asio::ssl::context& native() noexcept { return trust_->native(); }

    // Before a handshake: the name to ask for and to verify, and a session to resume if there is
    // one.
    void prepare(SSL* connection);

    // What a failed handshake means: portal_error, and what OpenSSL said.
    [[nodiscard]] static base::failure verdict(
        SSL* connection, const boost::system::error_code& failed
    );

private:
    struct session_deleter {
        void operator()(SSL_SESSION* session) const noexcept;
    };
    using session = std::unique_ptr<SSL_SESSION, session_deleter>;

    static int remember_session(SSL* connection, SSL_SESSION* fresh);
    void resume_session(SSL* connection);

    origin where_;
    std::shared_ptr<trust> trust_;
    std::deque<session> sessions_;  // the newest last
};

}  // namespace portal
