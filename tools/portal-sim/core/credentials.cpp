#include "portal-sim/core/credentials.hpp"

#include <utility>

namespace portal_sim {

namespace {

constexpr std::size_t webhook_length = 16;
constexpr std::size_t token_length = 70;

}  // namespace

credential_store::credential_store(chance& luck) {
    app_.client_id = "local." + luck.code(14) + "." + luck.code(8);
    app_.client_secret = luck.code(50);
    app_.member_id = luck.code(32);
    app_.application_token = luck.code(32);
}

webhook& credential_store::add_webhook(std::int64_t user, scope_set scopes, chance& luck) {
    auto code = luck.code(webhook_length);
    code_of_user_.emplace(user, code);
    webhook made{code, user, user, std::move(scopes), std::nullopt, false};
    return webhooks_.insert_or_assign(std::move(code), std::move(made)).first->second;
}

webhook* credential_store::find_webhook(std::int64_t issued_to, std::string_view code) {
    const auto found = webhooks_.find(std::string(code));
    if (found == webhooks_.end() || found->second.issued_to != issued_to) return nullptr;
    return &found->second;
}

webhook* credential_store::webhook_of(std::int64_t issued_to) {
    const auto code = code_of_user_.find(issued_to);
    return code == code_of_user_.end() ? nullptr : &webhooks_.at(code->second);
}

const token& credential_store::issue(std::int64_t user, time_point now, chance& luck) {
    token made{luck.code(token_length), luck.code(token_length), user, now + access_life};
    user_of_refresh_.emplace(made.refresh, user);
    auto access = made.access;
    return by_access_.emplace(std::move(access), std::move(made)).first->second;
}

const token* credential_store::find_access(std::string_view access) const {
    const auto found = by_access_.find(std::string(access));
    return found == by_access_.end() ? nullptr : &found->second;
}

const token* credential_store::refresh(
    std::string_view refresh, time_point now, rotation rule, chance& luck
) {
    const auto found = user_of_refresh_.find(std::string(refresh));
    if (found == user_of_refresh_.end()) return nullptr;
    const auto user = found->second;
    if (rule == rotation::old_one_dies) user_of_refresh_.erase(found);
    return &issue(user, now, luck);
}

void credential_store::expire_access(std::int64_t user, time_point now) {
    for (auto& [access, each] : by_access_)
        if (user == 0 || each.user == user) each.expires = now;
}

bool credential_store::is_secret(std::string_view text) const {
    const std::string key(text);
    return webhooks_.contains(key) || by_access_.contains(key) || user_of_refresh_.contains(key) ||
           app_.client_secret == key;
}

}  // namespace portal_sim
