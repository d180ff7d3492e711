#pragma once

#include <string>

namespace portal_sim {

// In PEM.
struct certificate {
    std::string text;
    std::string key;  // secret
};

struct certificates {
    certificate authority;
    certificate
        server;  // for localhost, *.sim.localhost, 127.0.0.1 and ::1, signed by the authority
};

// A new authority and a server certificate of its own, good for a month. Throws std::runtime_error
// when OpenSSL refuses.
certificates make_certificates();

}  // namespace portal_sim
