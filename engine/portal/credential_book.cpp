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

void credential_book::add(model::credential_id whose, app_user what) {
    known_.insert_or_assign(std::move(whose), std::move(what));
}

bool credential_book::knows(const model::credential_id& whose) const {
    return known_.contains(whose);
}

const webhook_url* credential_book::find(const model::credential_id& whose) const {
    const auto found = known_.find(whose);
    return found == known_.end() ? nullptr : std::get_if<webhook_url>(&found->second);
}

const app_user* credential_book::find_app_user(const model::credential_id& whose) const {
    const auto found = known_.find(whose);
    return found == known_.end() ? nullptr : std::get_if<app_user>(&found->second);
}

model::credential_id credential_book::budget_owner(const model::credential_id& whose) const {
    const auto* user = find_app_user(whose);
    return user == nullptr ? whose : model::credential_id("app " + user->client_id);
}

base::secret credential_book::what_stays(const model::credential_id& whose) const {
    if (const auto* url = find(whose)) return url->text();
    const auto* user = find_app_user(whose);
    if (user == nullptr) return base::secret();
    return base::secret(
        "oauth\n" + user->client_id + '\n' + user->member_id + '\n' +
        std::to_string(user->who.value()) + '\n' + user->enrolment
    );
}

std::optional<std::string> credential_book::fingerprint(
    const model::credential_id& whose, std::string_view salt
) const {
    const auto text = what_stays(whose);
    if (text.empty()) return std::nullopt;
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
