#include "pacing/stop_rule.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace pacing {

namespace {

// Codes that stop a portal although it is there and well: it is the permission that is missing
// (portal-facts 4).
constexpr std::array<std::string_view, 4> permission_codes{
    "ACCESS_DENIED", "APPLICATION_NOT_FOUND", "ERROR_OAUTH", "PAYMENT_REQUIRED"
};

const model::rejected* rejection(const model::reply& reply) {
    return reply.whole ? std::get_if<model::rejected>(&*reply.whole) : nullptr;
}

const model::rejected* first_stopping(const model::reply& reply) {
    for (const auto& each : reply.answers) {
        const auto* said_no = std::get_if<model::rejected>(&each);
        if (said_no && said_no->what_to_do == model::reaction::stop_portal) return said_no;
    }
    return nullptr;
}

stop_verdict stopped_by(const model::rejected& said_no) {
    const bool permission =
        std::find(permission_codes.begin(), permission_codes.end(), said_no.code) !=
        permission_codes.end();
    const auto how = permission ? model::run_end::unauthorized : model::run_end::portal_stopped;
    return {how, said_no.code + ": " + said_no.text};
}

bool credential_refused(const model::reply& reply) {
    const auto* said_no = rejection(reply);
    return said_no && said_no->what_to_do == model::reaction::stop_credential;
}

}  // namespace

bool is_rate_refusal(const model::reply& reply) {
    return std::any_of(reply.answers.begin(), reply.answers.end(), [](const model::answer& each) {
        const auto* said_no = std::get_if<model::rejected>(&each);
        return said_no && said_no->what_to_do == model::reaction::slow_down;
    });
}

bool is_unreachable(const model::reply& reply) {
    const auto* fate = reply.whole ? std::get_if<model::not_sent>(&*reply.whole) : nullptr;
    return fate && fate->why == model::not_sent_reason::cannot_connect;
}

std::optional<stop_verdict> stop_rule::at_the_end() const {
    if (was_met_ || last_failure_.empty()) return std::nullopt;
    return stop_verdict{model::run_end::unavailable, last_failure_};
}

std::optional<stop_verdict> stop_rule::after(
    const model::reply& reply, base::time_point sent, base::time_point now
) {
    if (const auto* said_no = first_stopping(reply)) return stopped_by(*said_no);

    if (reply.whole && std::holds_alternative<model::not_sent>(*reply.whole)) {
        const auto& fate = std::get<model::not_sent>(*reply.whole);
        if (fate.why == model::not_sent_reason::untrusted)
            return stop_verdict{model::run_end::unavailable, fate.text};
        if (!is_unreachable(reply)) return std::nullopt;
        last_failure_ = fate.text;
        if (sent < unreachable_at_) return std::nullopt;
        unreachable_at_ = now;
        if (++unreachable_ >= limits_.unreachable_in_a_row)
            return stop_verdict{model::run_end::unavailable, fate.text};
        return std::nullopt;
    }
    if (reply.http_status != 0) {
        unreachable_ = 0;
        was_met_ = true;
    }

    refused_ = is_rate_refusal(reply) ? refused_ + 1 : 0;
    if (refused_ >= limits_.refused_in_a_row)
        return stop_verdict{
            model::run_end::portal_stopped,
            "the portal refused " + std::to_string(refused_) + " requests in a row for their rate"
        };

    if (!credential_refused(reply)) {
        if (!reply.whole || std::holds_alternative<model::accepted>(*reply.whole))
            was_let_in_ = true;
        return std::nullopt;
    }
    if (!was_let_in_ && ++unauthorized_ >= limits_.unauthorized_at_first)
        return stop_verdict{
            model::run_end::unauthorized,
            "none of the first " + std::to_string(unauthorized_) + " credentials was accepted (" +
                rejection(reply)->code + ")"
        };
    return std::nullopt;
}

}  // namespace pacing
