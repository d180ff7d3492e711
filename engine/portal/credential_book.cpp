#include "portal/credential_book.hpp"

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
    fingerprints under(salt);
    return fingerprint(whose, under);
}

std::optional<std::string> credential_book::fingerprint(
    const model::credential_id& whose, fingerprints& under
) const {
    const auto text = what_stays(whose);
    if (text.empty()) return std::nullopt;
    return under.of(text);
}

}  // namespace portal
