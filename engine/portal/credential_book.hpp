#pragma once

#include "model/ids.hpp"
#include "portal/fingerprints.hpp"
#include "portal/webhook_url.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>

namespace portal {

// A user of an application, who acts with an access token. The tokens themselves change and are
// kept elsewhere (token_keeper.hpp).
struct app_user {
    model::user_id who;
    std::string client_id;
    std::string member_id;  // of the portal
    std::string enrolment;
};

// The credentials of one portal by their names. Filled before the first request; pointers into it
// stay good while nothing is added.
class credential_book {
public:
    // A second credential of the same name takes the place of the first.
    void add(model::credential_id whose, webhook_url what);
    void add(model::credential_id whose, app_user what);

    [[nodiscard]] bool knows(const model::credential_id& whose) const;
    // No such credential under this name: nullptr.
    [[nodiscard]] const webhook_url* find(const model::credential_id& whose) const;
    [[nodiscard]] const app_user* find_app_user(const model::credential_id& whose) const;

    // Whose operating time is spent by this credential: all users of an application share one
    // budget for each method (portal-facts 3 and 11, trap 20), a webhook has its own.
    [[nodiscard]] model::credential_id budget_owner(const model::credential_id& whose) const;

    // What a journal may remember of a credential: the hexadecimal HMAC-SHA256 of its address under
    // `salt`; for a user of an application, of the application, the portal, the user and his
    // enrolment, which all outlive his tokens. Equal for equal credentials, and no way back.
    // Nothing when there is no such credential.
    [[nodiscard]] std::optional<std::string> fingerprint(
        const model::credential_id& whose, std::string_view salt
    ) const;
    // The same for whoever asks for many of them.
    [[nodiscard]] std::optional<std::string> fingerprint(
        const model::credential_id& whose, fingerprints& under
    ) const;

    [[nodiscard]] std::size_t size() const noexcept { return known_.size(); }

private:
    [[nodiscard]] base::secret what_stays(const model::credential_id& whose) const;

    std::unordered_map<model::credential_id, std::variant<webhook_url, app_user>> known_;
};

}  // namespace portal
