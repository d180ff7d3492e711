#include "plan/aftermath.hpp"

#include <algorithm>
#include <variant>

namespace plan {

namespace {

aftermath of_rejection(model::reaction what_to_do) {
    switch (what_to_do) {
        case model::reaction::slow_down:
        case model::reaction::split_batch:
        case model::reaction::send_singly:
        case model::reaction::stop_portal:
        case model::reaction::repeat:
            return aftermath::later;
        case model::reaction::wait_for_budget:
            return aftermath::no_budget;
        case model::reaction::retry:
            return aftermath::again;
        case model::reaction::refresh_token:
        case model::reaction::stop_credential:
        case model::reaction::fail:
        case model::reaction::park:
            return aftermath::ended;
    }
    return aftermath::ended;
}

aftermath of_not_sent(model::not_sent_reason why) {
    switch (why) {
        case model::not_sent_reason::not_executed:
        case model::not_sent_reason::cancelled:
            return aftermath::later;
        case model::not_sent_reason::cannot_connect:
        case model::not_sent_reason::untrusted:
            return aftermath::again;
        case model::not_sent_reason::none:
        case model::not_sent_reason::no_credential:
        case model::not_sent_reason::not_encodable:
            return aftermath::ended;
    }
    return aftermath::ended;
}

}  // namespace

aftermath worse(aftermath a, aftermath b) {
    return std::max(a, b);
}

aftermath aftermath_of_reading(const model::answer& answer, std::string& code, std::string& text) {
    if (std::holds_alternative<model::accepted>(answer)) return aftermath::moved;
    if (const auto* no = std::get_if<model::rejected>(&answer)) {
        code = no->code;
        text = no->text;
        return of_rejection(no->what_to_do);
    }
    if (const auto* lost = std::get_if<model::unknown>(&answer)) {
        code = "lost-answer";
        text = lost->why;
        return aftermath::again;
    }
    const auto& fate = std::get<model::not_sent>(answer);
    const auto what = of_not_sent(fate.why);
    code = what == aftermath::again ? "cannot-connect" : "not-sent";
    text = fate.text;
    return what;
}

}  // namespace plan
