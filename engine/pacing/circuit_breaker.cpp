#include "pacing/circuit_breaker.hpp"

#include <boost/assert.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace pacing {

namespace {

// Codes that stop a portal although it is there and well: it is the permission that is missing
// (portal-facts 4).
constexpr std::array<std::string_view, 9> permission_codes{
    "ACCESS_DENIED",
    "APPLICATION_NOT_FOUND",
    "ERROR_OAUTH",
    "PAYMENT_REQUIRED",
    // Of the authorization server (portal-facts 1).
    "invalid_client",
    "wrong_client",
    "invalid_scope",
    "insufficient_scope",
    "NOT_INSTALLED"
};

// What a reply says of the portal as a whole.
enum class health {
    well,     // it answered as a portal does, whatever it said
    refuses,  // for the rate
    ailing,   // a page in place of JSON, or no answer at all
    absent,   // nobody was met
    unknown,  // the request never left
    kept,     // nor did it: its credential is no good, so says somebody else than the portal
};

const model::rejected* rejection(const model::reply& reply) {
    return reply.whole ? std::get_if<model::rejected>(&*reply.whole) : nullptr;
}

const model::not_sent* left_here(const model::reply& reply) {
    return reply.whole ? std::get_if<model::not_sent>(&*reply.whole) : nullptr;
}

health health_of(const model::reply& reply) {
    if (const auto* fate = left_here(reply)) {
        if (fate->why == model::not_sent_reason::cannot_connect) return health::absent;
        const bool nothing_to_show = fate->why == model::not_sent_reason::no_credential;
        return nothing_to_show ? health::kept : health::unknown;
    }
    // A refusal that no HTTP answer of the portal brought is of the authorization server.
    if (rejection(reply) && reply.http_status == 0) return health::kept;
    if (reply.whole && std::holds_alternative<model::unknown>(*reply.whole)) return health::ailing;
    return is_rate_refusal(reply) ? health::refuses : health::well;
}

std::string text_of(const model::reply& reply) {
    if (const auto* fate = left_here(reply)) return fate->text;
    return std::get<model::unknown>(*reply.whole).why;
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

// ACCESS_DENIED may be said of the method alone, or of a portal whose REST interface is closed, in
// whatever language (portal-facts 4); to everybody's first request it is the portal.
bool credential_refused(const model::reply& reply) {
    const auto* said_no = rejection(reply);
    return said_no && (said_no->what_to_do == model::reaction::stop_credential ||
                       said_no->code == "ACCESS_DENIED");
}

std::string seconds_text(base::duration what) {
    return std::to_string(std::chrono::round<std::chrono::seconds>(what).count()) + " s";
}

}  // namespace

bool is_rate_refusal(const model::reply& reply) {
    return std::any_of(reply.answers.begin(), reply.answers.end(), [](const model::answer& each) {
        const auto* said_no = std::get_if<model::rejected>(&each);
        return said_no && said_no->what_to_do == model::reaction::slow_down;
    });
}

bool is_unreachable(const model::reply& reply) {
    return health_of(reply) == health::absent;
}

bool is_kept_back(const model::reply& reply) {
    return health_of(reply) == health::kept;
}

void circuit_breaker::probe(model::request_number which) noexcept {
    BOOST_ASSERT(state_ == circuit::open);
    state_ = circuit::probing;
    probe_ = which;
    ready_at_ = base::time_point::max();
}

std::optional<stop_verdict> circuit_breaker::at_the_end() const {
    if (was_met_ || last_failure_.empty()) return std::nullopt;
    return stop_verdict{model::run_end::unavailable, last_failure_};
}

std::optional<stop_verdict> circuit_breaker::after(
    model::request_number which, const model::reply& reply, const exchange& when
) {
    if (const auto* said_no = first_stopping(reply)) return stopped_by(*said_no);
    if (const auto* fate = left_here(reply); fate && fate->why == model::not_sent_reason::untrusted)
        return stop_verdict{model::run_end::unavailable, fate->text};
    was_met_ |= reply.http_status != 0;

    const auto how = health_of(reply);
    if (how == health::well) close();
    if (how == health::well || (how == health::kept && state_ == circuit::closed))
        return let_in(reply);
    const bool absent = how == health::absent;
    if (absent || how == health::ailing) last_failure_ = text_of(reply);
    if (state_ == circuit::probing && which == probe_) {
        if (how != health::unknown) return fail_probe(when);
        state_ = circuit::open;
        ready_at_ = when.now;
    }
    // What left before the circuit opened says nothing new.
    if (state_ != circuit::closed || how == health::unknown) return std::nullopt;
    return how == health::refuses ? refuse(when) : fail(last_failure_, when, absent);
}

std::optional<stop_verdict> circuit_breaker::fail(
    const std::string& text, const exchange& when, bool absent
) {
    if (when.sent < failed_at_) return std::nullopt;
    failed_at_ = when.now;
    ++failures_;
    if (failures_ >= limits_.failures_in_a_row) {
        // Nobody was ever there: a wrong address does not get better by waiting.
        if (!was_met_) return stop_verdict{model::run_end::unavailable, text};
        open(when);
        return std::nullopt;
    }
    // One lost answer is everyday life, and no reason for the others to wait.
    if (absent || failures_ > 1)
        ready_at_ = when.now + pause_after_absence(waits_, failures_, when.chance);
    return std::nullopt;
}

std::optional<stop_verdict> circuit_breaker::refuse(const exchange& when) {
    if (when.sent < refused_at_) return std::nullopt;
    refused_at_ = when.now;
    if (++refused_ >= limits_.refused_in_a_row) open(when);
    return std::nullopt;
}

std::optional<stop_verdict> circuit_breaker::fail_probe(const exchange& when) {
    if (++failed_probes_ >= limits_.probes) return hopeless(when.now);
    if (refused_ != 0) ++refused_;
    state_ = circuit::open;
    ready_at_ = when.now + pause_before_probe(waits_, failed_probes_ + 1, when.chance);
    return std::nullopt;
}

void circuit_breaker::open(const exchange& when) {
    state_ = circuit::open;
    opened_at_ = when.now;
    failed_probes_ = 0;
    ready_at_ = when.now + pause_before_probe(waits_, 1, when.chance);
}

void circuit_breaker::close() {
    state_ = circuit::closed;
    ready_at_ = base::time_point::min();
    failures_ = 0;
    refused_ = 0;
}

// Whether anybody is let in at all: a wrong list of credentials is not tried to its end.
std::optional<stop_verdict> circuit_breaker::let_in(const model::reply& reply) {
    if (!credential_refused(reply)) {
        was_let_in_ |= !reply.whole || std::holds_alternative<model::accepted>(*reply.whole);
        return std::nullopt;
    }
    if (was_let_in_ || ++unauthorized_ < limits_.unauthorized_at_first) return std::nullopt;
    return stop_verdict{
        model::run_end::unauthorized,
        "none of the first " + std::to_string(unauthorized_) + " credentials was accepted (" +
            rejection(reply)->code + ")"
    };
}

stop_verdict circuit_breaker::hopeless(base::time_point now) const {
    const auto since =
        seconds_text(now - opened_at_) + " and " + std::to_string(failed_probes_) + " single tries";
    if (refused_ >= limits_.refused_in_a_row)
        return {
            model::run_end::portal_stopped,
            "the portal refused every request for its rate, also after " + since
        };
    return {
        model::run_end::unavailable,
        "the portal does not answer, also after " + since + ": " + last_failure_
    };
}

}  // namespace pacing
