#include "pacing/credential_watch.hpp"

#include <string_view>

namespace pacing {

namespace {

constexpr std::string_view only_for_the_method = "insufficient_scope";
constexpr std::string_view unknown_to_the_portal = "ERROR_METHOD_NOT_FOUND";

// "Often a lost body" (portal-facts 4): believed only when it is said twice in a row.
constexpr std::string_view often_by_mistake = "NO_AUTH_FOUND";

const model::rejected* credential_refusal(const model::answer& what) {
    const auto* said_no = std::get_if<model::rejected>(&what);
    return said_no && said_no->what_to_do == model::reaction::stop_credential ? said_no : nullptr;
}

bool believed(const model::rejected& said, std::uint32_t times) {
    return times >= (said.code == often_by_mistake ? 2U : 1U);
}

model::rejected unsent(model::rejected said, const char* why) {
    said.text += said.text.empty() ? "" : " ";
    said.text += why;
    return said;
}

constexpr auto refused_before = "(not sent: the portal refused this credential before)";
constexpr auto not_known_before = "(not sent: the portal did not know this method before)";

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
        const auto* said_no = std::get_if<model::rejected>(&reply.answers[i]);
        if (!said_no || said_no->http_status == 0) continue;
        const auto& method = what.commands[i].method;
        if (said_no->code == only_for_the_method)
            methods_.insert_or_assign({whose, method}, *said_no);
        if (said_no->code == unknown_to_the_portal) not_there_.insert_or_assign(method, *said_no);
    }
}

std::optional<model::rejected> credential_watch::refused_method(
    const model::credential_id& whose, const std::string& method
) const {
    if (const auto found = not_there_.find(method); found != not_there_.end())
        return unsent(found->second, not_known_before);
    if (const auto found = methods_.find({whose.value(), method}); found != methods_.end())
        return unsent(found->second, refused_before);
    return std::nullopt;
}

std::vector<std::optional<model::answer>> credential_watch::foreseen(const model::request& what
) const {
    using answers = std::vector<std::optional<model::answer>>;
    const auto size = what.commands.size();
    const auto known = credentials_.find(what.credential.value());
    if (known != credentials_.end() && believed(known->second.said, known->second.times))
        return answers(size, unsent(known->second.said, refused_before));
    if (methods_.empty() && not_there_.empty()) return {};
    answers all(size);
    bool any = false;
    for (std::size_t i = 0; i < size; ++i) {
        auto said = refused_method(what.credential, what.commands[i].method);
        if (!said) continue;
        all[i] = std::move(*said);
        any = true;
        if (what.then == model::after_error::go_on) continue;
        for (auto j = i + 1; j < size; ++j)
            all[j] = model::not_sent{
                model::not_sent_reason::not_executed, "a command before it is refused"
            };
        break;
    }
    return any ? all : answers();
}

}  // namespace pacing
