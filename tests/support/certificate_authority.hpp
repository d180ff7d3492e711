#pragma once

#include <memory>
#include <string>

namespace support {

enum class validity { now, ended, not_begun };

// A certificate with its private key, both as PEM.
struct server_identity {
    std::string certificate;
    std::string key;
};

// A certificate authority that lives as long as a test.
class certificate_authority {
public:
    certificate_authority();
    ~certificate_authority();

    // Its own certificate, for a client's CA file.
    [[nodiscard]] std::string pem() const;

    // A server's certificate for the given names as OpenSSL writes them:
    // "DNS:localhost,IP:127.0.0.1".
    [[nodiscard]] server_identity issue(const std::string& names, validity when = validity::now)
        const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace support
