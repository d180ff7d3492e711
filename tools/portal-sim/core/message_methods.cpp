#include "portal-sim/core/method.hpp"
#include "portal-sim/core/php_value.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace portal_sim {

namespace {

std::string text_of(const method_call& call, std::string_view name) {
    const auto* value = call.parameter(name);
    return value == nullptr ? std::string() : php::to_text(*value);
}

// A message with a tag replaces the one of that tag.
answer notify(method_call& call) {
    call.fold_names();
    const bool webhook = call.caller.kind == credential_kind::webhook;
    if (webhook && call.portal.rules.notify_needs_client_id && text_of(call, "CLIENT_ID").empty())
        return refuse("CLIENT_ID_EMPTY", "Client ID not specified");
    const auto* given = call.parameter("USER_ID");
    const auto receiver = given == nullptr ? 0 : php::to_integer(*given).value_or(0);
    if (receiver == 0) return refuse("USER_ID_EMPTY", "User ID can't be empty");
    const auto message = text_of(call, "MESSAGE");
    if (message.empty()) return refuse("MESSAGE_EMPTY", "Message can't be empty");
    if (call.portal.people.find(receiver) == nullptr)
        return refuse("ERROR_NOT_FOUND", "User not found");

    const auto tag = text_of(call, "TAG");
    auto& inbox = call.portal.notifications[receiver];
    if (!tag.empty())
        std::erase_if(inbox, [&tag](const notification& each) { return each.tag == tag; });
    const auto id = ++call.portal.last_notification;
    inbox.push_back({id, message, tag, call.caller.user});
    call.writes(receiver);
    return method_answer{id, {}, {}};
}

}  // namespace

std::span<const method> message_methods() {
    static constexpr std::array<method, 2> methods{{
        {"im.notify.system.add", "im", 0.08, notify},
        {"im.notify.personal.add", "im", 0.08, notify},
    }};
    return methods;
}

}  // namespace portal_sim
