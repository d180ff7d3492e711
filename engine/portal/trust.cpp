#include "portal/trust.hpp"

#include "portal/portal_error.hpp"

#include <boost/assert.hpp>
#include <openssl/ssl.h>

namespace portal {

trust::trust(const std::string& ca_file) : context_(boost::asio::ssl::context::tls_client) {
    auto* const native = context_.native_handle();
    BOOST_VERIFY(SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION) == 1);
    context_.set_verify_mode(boost::asio::ssl::verify_peer);
    boost::system::error_code failed;
    if (ca_file.empty())
        context_.set_default_verify_paths(failed);
    else
        context_.load_verify_file(ca_file, failed);
    if (failed) trouble_ = base::failure{portal_error::ca_unreadable, failed.message()};
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
}

}  // namespace portal
