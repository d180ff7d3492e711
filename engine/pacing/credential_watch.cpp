#include "pacing/credential_watch.hpp"

#include <algorithm>
#include <string_view>

namespace pacing {

namespace {

constexpr std::string_view only_for_the_method = "insufficient_scope";

// "Often a lost body" (portal-facts 4): believed only when it is said twice in a row.
constexpr std::string_view often_by_mistake = "NO_AUTH_FOUND";

const model::rejected* credential_refusal(const model::answer& what) {
    const auto* said_no = std::get_if<model::rejected>(&what);
    return said_no && said_no->what_to_do == model::reaction::stop_credential ? said_no : nullptr;
}

bool believed(const model::rejected& said, std::uint32_t times) {
    return times >= (said.code == often_by_mistake ? 2U : 1U);
}

model::rejected unsent(model::rejected said) {
    said.text += said.text.empty() ? "" : " ";
    said.text += "(not sent: the portal refused this credential before)";
    return said;
}

}  // namespace

void credential_watch::after(const model::request& what, const model::reply& reply) {
    const auto& whose = what.credential.value();
    const auto* whole = reply.whole ? credential_refusal(*reply.whole) : nullptr;
    if (whole && whole->code != only_for_the_method) {
        auto& known = credentials_[whose];
        known.said = *whole;
        ++known.times;
        return;
    }
    if (reply.http_status != 0) credentials_.erase(whose);
    for (std::size_t i = 0; i < reply.answers.size(); ++i) {
        const auto* said_no = credential_refusal(reply.answers[i]);
        if (said_no && said_no->code == only_for_the_method)
            methods_.insert_or_assign({whose, what.commands[i].method}, *said_no);
    }
}

const model::rejected* credential_watch::refused_method(
    const model::credential_id& whose, const std::string& method
) const {
    const auto found = methods_.find({whose.value(), method});
    return found == methods_.end() ? nullptr : &found->second;
}

std::optional<model::rejected> credential_watch::foreseen(const model::request& what) const {
    const auto known = credentials_.find(what.credential.value());
    if (known != credentials_.end() && believed(known->second.said, known->second.times))
        return unsent(known->second.said);
    if (methods_.empty() || what.commands.empty()) return std::nullopt;
    const auto refused = [&](const model::command& each) {
        return refused_method(what.credential, each.method) != nullptr;
    };
    if (!std::ranges::all_of(what.commands, refused)) return std::nullopt;
    return unsent(*refused_method(what.credential, what.commands.front().method));
}

}  // namespace pacing
