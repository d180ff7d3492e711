#include "portal-sim/core/front.hpp"

#include "portal-sim/core/address.hpp"
#include "portal-sim/core/authorization.hpp"
#include "portal-sim/core/batch.hpp"
#include "portal-sim/core/execution.hpp"
#include "portal-sim/core/parameters.hpp"
#include "portal-sim/core/php_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portal_sim {

namespace {

namespace json = boost::json;

reply error_reply(const world& portal, const rest_error& error) {
    reply said;
    said.status = error.status;
    said.body = php::encode(body_of(error, portal.rules.speech));
    return said;
}

reply error_reply(const world& portal, system_failure what) {
    return error_reply(portal, system_error(what, portal.rules.statuses));
}

reply html_reply(int status) {
    reply said;
    said.status = status;
    said.content_type = "text/html";
    said.body = fmt::format(
        "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n"
        "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n",
        status
    );
    return said;
}

// A code or a token that somebody has put into the name of his program.
bool holds_secret(const credential_store& credentials, std::string_view user_agent) {
    const auto in_code = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    };
    for (auto rest = user_agent; !rest.empty();) {
        const auto begin = std::ranges::find_if(rest, in_code);
        const auto end = std::find_if_not(begin, rest.end(), in_code);
        if (end - begin >= 16 && credentials.is_secret(std::string_view(begin, end))) return true;
        rest = std::string_view(end, rest.end());
    }
    return false;
}

// The rate limit, which stands before everything else.
bool admitted(world& portal, const request& what, time_point now) {
    auto rules = portal.rules.rate;
    rules.limited = rules.limited && !portal.rules.on_premise;
    const auto verdict = portal.buckets[what.source].admit(now, rules);
    if (verdict == admission::passed) return true;
    ++portal.seen.rate_rejections_provoked;
    if (verdict == admission::refused_again) ++portal.seen.calls_while_blocked;
    return false;
}

std::optional<reply> portal_wide_answer(world& portal, const request& what) {
    const auto& condition = portal.condition;
    // Renamed: its new name is the one that does not send on.
    if (!condition.moved_to.empty() && condition.moved_to != "https://" + what.host) {
        reply said = html_reply(302);
        said.headers.emplace_back("Location", condition.moved_to + what.target);
        return said;
    }
    if (condition.deleted) return error_reply(portal, system_failure::portal_deleted);
    if (condition.overloaded) {
        ++portal.seen.calls_while_blocked;
        return error_reply(portal, system_failure::overload_limit);
    }
    return std::nullopt;
}

reply success(const identity& caller, const world& portal, method_answer said, json::object time) {
    json::object body{{"result", std::move(said.result)}};
    if (said.next) body["next"] = *said.next;
    if (said.total) body["total"] = *said.total;
    const auto duration = time.at("duration").to_number<double>();
    body["time"] = std::move(time);
    reply made;
    made.body = php::encode(body);
    if (caller.kind == credential_kind::application)
        made.headers.emplace_back("X-Bitrix-Rest-Application", portal.credentials.app().client_id);
    made.headers.emplace_back("X-Bitrix-Rest-Time", fmt::format("{:.10f}", duration));
    return made;
}

// From "method exists" on: what PHP itself would answer.
reply answer_call(
    world& portal,
    const rest_address& address,
    const std::string& token,
    json::object parameters,
    time_point now
) {
    const auto* found = find_method(address.method);
    const bool batch = is_batch(address.method);
    if (found == nullptr && !batch)
        return error_reply(portal, system_failure::error_method_not_found);
    const auto caller = authorize(portal, address, token, now);
    if (!caller) return error_reply(portal, caller.error());
    // Signed links are not for programs like ours: the parameter alone switches to them and fails.
    if (parameters.contains("token"))
        return error_reply(portal, {403, "ACCESS_DENIED", "Access denied! Link check failed", {}});

    if (address.format == answer_format::xml)
        return error_reply(portal, {501, "NOT_SUPPORTED", "This portal speaks JSON only", {}});

    execution all(portal, *caller, now);
    if (batch) {
        if (all.barred("batch")) return error_reply(portal, system_failure::operation_time_limit);
        auto maps = run_batch(all, parameters);
        auto time = all.whole_time("batch");
        all.settle(call_place::in_batch);
        return success(*caller, portal, {std::move(maps), {}, {}}, std::move(time));
    }
    auto done = all.run(*found, std::move(parameters), call_place::alone);
    all.settle(call_place::alone);
    if (!done.said) return error_reply(portal, done.said.error());
    return success(*caller, portal, std::move(*done.said), std::move(done.time));
}

// A fault that strikes before anything has happened; nothing for those that let the call through.
std::optional<reply> reply_before_effect(world& portal, const fault_rule& fault) {
    reply said;
    switch (fault.kind) {
        case fault_kind::rate_limit:
            ++portal.seen.rate_rejections_injected;
            return error_reply(portal, system_failure::query_limit_exceeded);
        case fault_kind::hang:
            said.how = delivery::never;
            return said;
        case fault_kind::cut_before:
            said.how = delivery::cut_before_effect;
            return said;
        case fault_kind::error:
            if (fault.moment == fault_moment::after_effect) return std::nullopt;
            return error_reply(portal, fault.failure);
        case fault_kind::html:
            if (fault.moment == fault_moment::after_effect) return std::nullopt;
            return html_reply(fault.status);
        default:
            return std::nullopt;
    }
}

// What a fault makes of the answer of a call that took effect.
reply spoiled(const world& portal, const fault_rule& fault, reply said) {
    switch (fault.kind) {
        case fault_kind::cut_after:
            said.how = delivery::cut_after_effect;
            return said;
        case fault_kind::malformed_json:
            said.body.resize(said.body.size() * 2 / 3);
            return said;
        case fault_kind::error:
            return error_reply(portal, fault.failure);
        case fault_kind::html:
            return html_reply(fault.status);
        default:
            return said;
    }
}

std::vector<std::string> methods_of(const rest_address& address, const json::object& parameters) {
    std::vector<std::string> names{address.method};
    if (is_batch(address.method))
        for (auto& each : methods_in(parameters)) names.push_back(std::move(each));
    return names;
}

reply version_3_reply() {
    reply said;
    said.status = 404;
    said.body =
        R"({"error":{"code":"BITRIX_REST_V3_EXCEPTION_METHODNOTFOUNDEXCEPTION","message":"Method not found"}})";
    return said;
}

}  // namespace

reply answer_rest_request(world& portal, const request& what, time_point now) {
    portal.seen.arrived(what.source, now);
    if (holds_secret(portal.credentials, what.user_agent)) ++portal.seen.secrets_in_user_agent;
    if (!admitted(portal, what, now))
        return error_reply(portal, system_failure::query_limit_exceeded);
    if (auto said = portal_wide_answer(portal, what)) return *said;
    const auto address = parse_address(path_of(what.target));
    if (address.form == rest_form::not_rest) return html_reply(404);
    if (address.form == rest_form::version_3) return version_3_reply();
    auto parameters = read_parameters(what);
    if (!parameters) return error_reply(portal, system_failure::wrong_encoding);

    const auto token = token_in(what, *parameters);
    const auto user = claimed_user(portal, address, token);
    if (user != 0) ++portal.seen.users[user].requests;
    drawn_fault drawn;
    if (!portal.faults.empty())
        drawn = portal.faults.draw(
            fault_level::request, methods_of(address, *parameters), user, portal.luck
        );
    reply said;
    std::optional<reply> early;
    if (drawn.fault) {
        ++portal.seen.faults[std::string(to_string(drawn.fault->kind))];
        early = reply_before_effect(portal, *drawn.fault);
    }
    if (early) {
        said = std::move(*early);
    } else {
        said = answer_call(portal, address, token, std::move(*parameters), now);
        if (drawn.fault) said = spoiled(portal, *drawn.fault, std::move(said));
    }
    said.delay = drawn.delay;
    return said;
}

}  // namespace portal_sim
