#pragma once

#include "base/secret.hpp"
#include "model/ids.hpp"
#include "portal/origin.hpp"

#include <expected>
#include <string>

namespace portal {

// An inbound webhook: https://HOST[:PORT]/rest/ID/CODE/. Whoever holds the code acts as user ID, so
// the code is a secret and no text made here shows it.
class webhook_url {
public:
    // Takes white space around it and a missing slash at the end. The unexpected value says what is
    // wrong, without quoting the text.
    static std::expected<webhook_url, std::string> parse(const base::secret& text);

    [[nodiscard]] const origin& where() const noexcept { return where_; }
    // Whom the address names. The portal may have moved the webhook to somebody else since: only
    // `profile` tells (portal-facts 1).
    [[nodiscard]] model::user_id owner() const noexcept { return owner_; }
    [[nodiscard]] const base::secret& code() const noexcept { return code_; }
    // "/rest/ID/CODE/", to which a method is appended.
    [[nodiscard]] base::secret path() const;
    // The whole address in one normal form.
    [[nodiscard]] base::secret text() const;
    // "https://HOST/rest/ID/***/": safe to print.
    [[nodiscard]] std::string redacted() const;

private:
    webhook_url(origin where, model::user_id owner, base::secret code);

    origin where_;
    model::user_id owner_;
    base::secret code_;
};

}  // namespace portal
