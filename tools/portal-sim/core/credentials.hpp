#pragma once

#include "portal-sim/core/chance.hpp"
#include "portal-sim/core/message.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

namespace portal_sim {

using scope_set = std::set<std::string, std::less<>>;

// An inbound webhook. It acts as `user`, who need not be the one it was issued to: webhooks of the
// dismissed are moved to another account and keep answering at the old address.
struct webhook {
    std::string code;
    std::int64_t issued_to = 0;
    std::int64_t user = 0;
    scope_set scopes;
    std::optional<time_point> expires;
    bool overloaded = false;  // OVERLOAD_LIMIT until it is lifted
};

struct token {
    std::string access;
    std::string refresh;
    std::int64_t user = 0;
    time_point expires;
};

// The portal's one app. Its tokens share one operating budget.
struct application {
    std::string client_id;
    std::string client_secret;
    std::string member_id;
    std::string application_token;
    scope_set scopes;
};

// Whether the refresh token that was just used still works.
enum class rotation { old_one_dies, old_one_lives };

class credential_store {
public:
    static constexpr auto access_life = std::chrono::seconds(3600);

    explicit credential_store(chance& luck);

    webhook& add_webhook(std::int64_t user, scope_set scopes, chance& luck);
    // By the address: the number in it has to be the one the webhook was issued to.
    [[nodiscard]] webhook* find_webhook(std::int64_t issued_to, std::string_view code);
    // The first one issued to this user.
    [[nodiscard]] webhook* webhook_of(std::int64_t issued_to);
    [[nodiscard]] std::unordered_map<std::string, webhook>& webhooks() noexcept {
        return webhooks_;
    }

    [[nodiscard]] application& app() noexcept { return app_; }
    [[nodiscard]] const application& app() const noexcept { return app_; }

    const token& issue(std::int64_t user, time_point now, chance& luck);
    [[nodiscard]] const token* find_access(std::string_view access) const;
    // A new pair for this refresh token; nullptr when it is unknown or used up.
    const token* refresh(std::string_view refresh, time_point now, rotation rule, chance& luck);
    // Access tokens of the user, or of everybody (0), expire now. Refresh tokens stay.
    void expire_access(std::int64_t user, time_point now);

    // A webhook's code or a token that lives here.
    [[nodiscard]] bool is_secret(std::string_view text) const;

private:
    std::unordered_map<std::string, webhook> webhooks_;
    std::map<std::int64_t, std::string> code_of_user_;
    application app_;
    std::unordered_map<std::string, token> by_access_;
    std::unordered_map<std::string, std::int64_t> user_of_refresh_;
};

}  // namespace portal_sim
