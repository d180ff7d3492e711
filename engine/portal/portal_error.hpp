#pragma once

#include <system_error>
#include <type_traits>

namespace portal {

// What goes wrong between here and a portal. Every phase has a time-out of its own, so that a
// message can say what was slow.
enum class portal_error {
    ca_unreadable = 1,      // the file of certificate authorities cannot be read
    no_free_connection,     // every connection was busy until the deadline
    deadline_passed,        // before anything was sent
    pool_closed,            // a request after the portal was closed
    cancelled,              // the coroutine that waits was cancelled
    resolve_failed,         // the host has no address
    resolve_timeout,        // connect_timeout of the options, or the deadline
    connect_failed,         // refused or unreachable
    connect_timeout,        // the same for TCP
    tls_failed,             // no common version, not a TLS server, cut in the handshake
    tls_timeout,            // tls_timeout of the options, or the deadline
    untrusted_certificate,  // signed by nobody we trust, or not valid for another reason
    expired_certificate,    // past its end, or before its beginning
    host_mismatch,          // the certificate is for other names
    connection_lost,        // cut before the answer was complete
    reply_timeout,          // no complete answer by the deadline
    malformed_response,     // not HTTP
    response_too_large,     // above max_response of the options
    store_open_to_others,   // the tokens' file may be read or written by others
    store_malformed,        // it is no store of tokens
    store_busy,             // another process is writing it
};

std::error_code make_error_code(portal_error what) noexcept;

}  // namespace portal

template <>
struct std::is_error_code_enum<portal::portal_error> : std::true_type {};
