#include "portal/wire/token_refresh.hpp"

#include "portal/wire/answer_fields.hpp"
#include "portal/wire/percent_encoding.hpp"
#include "portal/wire/portal_fault.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace portal {

namespace {

using model::reaction;

struct refusal_row {
    std::string_view code;
    reaction what_to_do;
};

// portal-facts 1, "Auth-server errors".
constexpr std::array rows{
    refusal_row{"invalid_grant", reaction::stop_credential},
    refusal_row{"NO_AUTH_FOUND", reaction::stop_credential},
    refusal_row{"invalid_request", reaction::stop_portal},
    refusal_row{"invalid_client", reaction::stop_portal},
    refusal_row{"wrong_client", reaction::stop_portal},
    refusal_row{"invalid_scope", reaction::stop_portal},
    refusal_row{"insufficient_scope", reaction::stop_portal},
    refusal_row{"PAYMENT_REQUIRED", reaction::stop_portal},
    refusal_row{"NOT_INSTALLED", reaction::stop_portal},
};

// Nothing is tried twice that is not known to pass: an unknown refusal is this credential's.
reaction reaction_to(std::string_view code, int status) {
    const auto* found = std::ranges::find(rows, code, &refusal_row::code);
    if (found != rows.end()) return found->what_to_do;
    return status >= 500 || status == 429 ? reaction::retry : reaction::stop_credential;
}

model::rejected garbled(int status, std::string_view what) {
    const bool gone = status != 429 && status != 408 && status >= 300 && status < 500;
    return {
        std::string(code_token_endpoint),
        fmt::format("the token endpoint answered HTTP {} {}", status, what),
        gone ? reaction::stop_portal : reaction::retry,
        model::effect::none,
        status
    };
}

std::string text_at(const model::object& from, std::string_view key) {
    const auto* found = from.if_contains(key);
    if (found == nullptr || !found->is_string()) return {};
    return std::string(std::string_view(found->get_string()));
}

model::rejected somebody_elses(std::string text) {
    return {
        std::string(code_token_owner),
        std::move(text),
        reaction::stop_credential,
        model::effect::none,
        200
    };
}

std::variant<token_pair, model::rejected> read_pair(
    const model::object& said, model::user_id who, const token_pair& before, base::wall_time now
) {
    auto made = before;
    made.access = base::secret(text_at(said, "access_token"));
    made.refresh = base::secret(text_at(said, "refresh_token"));
    if (!is_token(made.access.reveal()) || !is_token(made.refresh.reveal()))
        return garbled(200, "without a pair of tokens");
    const auto owner = read_whole(said.if_contains("user_id"));
    if (owner && *owner != who.value())
        return somebody_elses(fmt::format(
            "the tokens that are kept for user {} belong to user {}", who.value(), *owner
        ));
    const auto member = text_at(said, "member_id");
    if (!member.empty() && member != before.member_id)
        return somebody_elses(fmt::format(
            "the tokens that are kept for user {} belong to another portal", who.value()
        ));
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    const auto life = read_whole(said.if_contains("expires_in")).value_or(3600);
    made.expires = read_whole(said.if_contains("expires")).value_or(seconds + life);
    if (auto endpoint = text_at(said, "server_endpoint"); !endpoint.empty())
        made.server_endpoint = std::move(endpoint);
    return made;
}

void append_field(std::string& form, std::string_view name, std::string_view value) {
    if (!form.empty()) form += '&';
    form.append(name).append("=");
    append_percent_encoded(form, value);
}

}  // namespace

base::secret refresh_form(const app_keys& app, const base::secret& refresh_token) {
    std::string form;
    // So much that it need not grow: no copies of secrets are left behind.
    form.reserve(
        128 + 3 * (app.client_id.size() + app.client_secret.reveal().size() +
                   refresh_token.reveal().size())
    );
    append_field(form, "grant_type", "refresh_token");
    append_field(form, "client_id", app.client_id);
    append_field(form, "client_secret", app.client_secret.reveal());
    append_field(form, "refresh_token", refresh_token.reveal());
    return base::secret(std::move(form));
}

std::variant<token_pair, model::rejected> read_refresh(
    const http_answer& got, model::user_id who, const token_pair& before, base::wall_time now
) {
    boost::json::error_code failed;
    boost::json::parse_options bounds;
    bounds.max_depth = 16;
    const auto body = boost::json::parse(got.body, failed, {}, bounds);
    if (failed || !body.is_object()) return garbled(got.status, "without JSON");
    const auto& said = body.get_object();
    if (said.contains("error")) {
        auto fault = read_fault(said);
        const auto what = reaction_to(fault.code, got.status);
        return model::rejected{
            std::move(fault.code), std::move(fault.text), what, model::effect::none, got.status
        };
    }
    if (got.status != 200) return garbled(got.status, "without an error");
    return read_pair(said, who, before, now);
}

}  // namespace portal
