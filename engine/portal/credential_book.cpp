#include "portal/credential_book.hpp"

#include <boost/assert.hpp>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <utility>

namespace portal {

void credential_book::add(model::credential_id whose, webhook_url what) {
    known_.insert_or_assign(std::move(whose), std::move(what));
}

const webhook_url* credential_book::find(const model::credential_id& whose) const {
    const auto found = known_.find(whose);
    return found == known_.end() ? nullptr : &found->second;
}

std::optional<std::string> credential_book::fingerprint(
    const model::credential_id& whose, std::string_view salt
) const {
    const auto* url = find(whose);
    if (url == nullptr) return std::nullopt;
    const auto text = url->text();
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    const auto* made = HMAC(
        EVP_sha256(),
        salt.data(),
        static_cast<int>(salt.size()),
        reinterpret_cast<const unsigned char*>(text.reveal().data()),
        text.reveal().size(),
        digest.data(),
        &size
    );
    BOOST_VERIFY(made != nullptr);
    std::string hex;
    for (unsigned int i = 0; i < size; ++i) {
        static constexpr std::string_view digits = "0123456789abcdef";
        hex.push_back(digits[digest[i] >> 4U]);
        hex.push_back(digits[digest[i] & 0x0FU]);
    }
    return hex;
}

}  // namespace portal
