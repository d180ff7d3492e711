#pragma once

#include "base/failure.hpp"

#include <boost/asio/ssl/context.hpp>

#include <optional>
#include <string>

namespace portal {

// Whose certificates count, and the ground rules of TLS: 1.2 or later, peers verified. The
// authorities of a system take a megabyte and milliseconds to read, so the portals of one thread
// share one of these.
class trust {
public:
    // `ca_file`: "" = the system's authorities; otherwise only those in it.
    explicit trust(const std::string& ca_file);
    trust(const trust&) = delete;
    trust& operator=(const trust&) = delete;

    // Set when the certificate authorities could not be read; then nothing can be trusted.
    [[nodiscard]] const std::optional<base::failure>& trouble() const noexcept { return trouble_; }

    [[nodiscard]] boost::asio::ssl::context& native() noexcept { return context_; }

private:
    boost::asio::ssl::context context_;
    std::optional<base::failure> trouble_;
};

}  // namespace portal
