#include "portal/fingerprints.hpp"

#include <boost/assert.hpp>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <cstddef>
#include <new>

namespace portal {

void fingerprints::release::operator()(evp_mac_ctx_st* one) const noexcept {
    EVP_MAC_CTX_free(one);
}

fingerprints::fingerprints(std::string_view salt) {
    auto* const hmac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    salted_.reset(EVP_MAC_CTX_new(hmac));
    EVP_MAC_free(hmac);
    if (!salted_) throw std::bad_alloc();
    std::string sha256 = "SHA256";
    const std::array<OSSL_PARAM, 2> how{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, sha256.data(), 0),
        OSSL_PARAM_construct_end()
    };
    const auto* key = reinterpret_cast<const unsigned char*>(salt.data());
    BOOST_VERIFY(EVP_MAC_init(salted_.get(), key, salt.size(), how.data()) == 1);
}

std::string fingerprints::of(const base::secret& what) {
    auto* const mac = salted_.get();
    const auto text = what.reveal();
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    std::size_t size = 0;
    // Without a key it begins anew under the one it has.
    BOOST_VERIFY(EVP_MAC_init(mac, nullptr, 0, nullptr) == 1);
    BOOST_VERIFY(
        EVP_MAC_update(mac, reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1
    );
    BOOST_VERIFY(EVP_MAC_final(mac, digest.data(), &size, digest.size()) == 1);
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(2 * size);
    for (std::size_t i = 0; i < size; ++i) {
        hex.push_back(digits[digest[i] >> 4U]);
        hex.push_back(digits[digest[i] & 0x0FU]);
    }
    return hex;
}

}  // namespace portal
