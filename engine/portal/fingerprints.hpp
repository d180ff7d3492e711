#pragma once

#include "base/secret.hpp"

#include <memory>
#include <string>
#include <string_view>

struct evp_mac_ctx_st;

namespace portal {

// Hexadecimal HMAC-SHA256 of secrets, all under one salt, which is worked into the hash once. One
// thread at a time.
class fingerprints {
public:
    explicit fingerprints(std::string_view salt);

    [[nodiscard]] std::string of(const base::secret& what);

private:
    struct release {
        void operator()(evp_mac_ctx_st* one) const noexcept;
    };

    std::unique_ptr<evp_mac_ctx_st, release> salted_;
};

}  // namespace portal
