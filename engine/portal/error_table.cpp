#include "portal/error_table.hpp"

#include "portal/wire/token_refresh.hpp"

#include <algorithm>

namespace portal {

namespace {

using model::effect;
using model::reaction;

constexpr std::string_view needs_plan =
    "The REST interface of this portal is closed: it needs a paid plan or a Market subscription. "
    "Ask the portal's owner to renew it.";
constexpr std::string_view needs_right =
    "The owner of the credential may not do this on the portal: give him the right, or run the "
    "step as the administrator.";
constexpr std::string_view new_webhook =
    "The webhook is wrong, deleted or expired: have its owner create a new one and replace it in "
    "the list of credentials.";
constexpr std::string_view new_enrolment =
    "The access token is no longer accepted: enrol this user again.";
constexpr std::string_view app_secret =
    "The authorization server does not know the application: compare oauth.client_id and "
    "client_secret with the application's card on the portal.";
constexpr std::string_view no_endpoint =
    "The server that renews tokens could not be asked: check oauth.endpoint and the way to it, "
    "then "
    "run again.";
constexpr std::string_view no_store =
    "The file that oauth.store names cannot be used: put right what the message says, then run "
    "again.";
constexpr std::string_view wider_scope =
    "The credential lacks the scope of this method: add it to the webhook (or to the application) "
    "on the portal.";
constexpr std::string_view reinstall =
    "The application is not installed on this portal: install it again.";
constexpr std::string_view bad_value =
    "The portal refused the values: compare them with the method's description (muster explain).";
constexpr std::string_view not_there =
    "What the step refers to does not exist on the portal: check its id.";
constexpr std::string_view no_method =
    "The portal does not know this method: check its name, or whether the module is installed.";
constexpr std::string_view try_later =
    "The portal had an internal fault: run again later; if it stays, ask Bitrix24's support.";
constexpr std::string_view ours =
    "This is a fault of Muster and not of your files: please report it.";

constexpr std::string_view too_fast =
    "Something else calls this portal from the same address: lower limits.share, or run at another "
    "time.";
constexpr std::string_view budget_spent =
    "The method has used up its operating time for ten minutes: wait, then resume.";
constexpr std::string_view blocked_by_hand =
    "Bitrix24 has blocked the REST interface for overload and lifts that only by hand: write to "
    "its support, then resume.";
constexpr std::string_view open_application =
    "The application is not open to this user: give him access to it on the portal.";
constexpr std::string_view dismissed =
    "The user is dismissed or inactive: take him out of the roster, or make him active again.";
constexpr std::string_view use_https =
    "The portal takes webhooks over HTTPS only: write its address with https://.";
constexpr std::string_view deleted = "The portal was deleted: take it out of the configuration.";
constexpr std::string_view other_credential =
    "This method does not take this kind of credential: a webhook and an application may call "
    "different methods.";
constexpr std::string_view confirm =
    "An administrator of the portal has to confirm this call: have it confirmed, then apply "
    "--retry-failed.";
constexpr std::string_view denied = "An administrator of the portal has denied this call.";
constexpr std::string_view employees_only =
    "Only employees may do this: take guests and extranet users out of the selection.";
constexpr std::string_view save_as_utf8 =
    "A text is not UTF-8: save the roster and the policies as UTF-8.";
constexpr std::string_view moved =
    "The portal sends to another address in a way that is not followed: if you expected a move, "
    "change its url in the configuration.";
constexpr std::string_view busy =
    "The portal's front end refuses requests: it is overloaded or under maintenance; run again "
    "later.";
constexpr std::string_view foreign_page =
    "The answer is a web page and not the portal's: check the portal's url, and whether a proxy or "
    "a firewall stands in between.";

// Rows of one code stand together, the more special ones first; the last is the one that gives the
// advice when nothing but the code is known.
constexpr error_row rows[] = {
    {"QUERY_LIMIT_EXCEEDED", "", 0, reaction::slow_down, effect::none, too_fast},
    {"OPERATION_TIME_LIMIT", "", 0, reaction::wait_for_budget, effect::none, budget_spent},
    {"OVERLOAD_LIMIT", "", 0, reaction::stop_portal, effect::none, blocked_by_hand},
    {"INTERNAL_SERVER_ERROR", "", 0, reaction::retry, effect::possible, try_later},
    {"ERROR_UNEXPECTED_ANSWER", "", 0, reaction::retry, effect::possible, try_later},

    {"expired_token", "", 0, reaction::refresh_token, effect::none, new_enrolment},
    {"invalid_token", "", 0, reaction::refresh_token, effect::none, new_enrolment},
    // Transient, although it comes with 401: the portal could not reach its authorization server.
    {"CONNECTION_ERROR", "", 0, reaction::retry, effect::none, try_later},
    // Of the authorization server, when a token is to be renewed (portal-facts 1).
    {"invalid_grant", "", 0, reaction::stop_credential, effect::none, new_enrolment},
    {"invalid_request", "", 0, reaction::stop_portal, effect::none, ours},
    {"invalid_client", "", 0, reaction::stop_portal, effect::none, app_secret},
    {"wrong_client", "", 0, reaction::stop_portal, effect::none, app_secret},
    {"invalid_scope", "", 0, reaction::stop_portal, effect::none, wider_scope},
    {"NOT_INSTALLED", "", 0, reaction::stop_portal, effect::none, reinstall},
    {code_token_endpoint, "", 0, reaction::retry, effect::none, no_endpoint},
    {code_token_store, "", 0, reaction::stop_portal, effect::none, no_store},
    {code_token_owner, "", 0, reaction::stop_credential, effect::none, new_enrolment},

    {"NO_AUTH_FOUND", "", 0, reaction::stop_credential, effect::none, new_webhook},
    {"INVALID_CREDENTIALS", "", 0, reaction::stop_credential, effect::none, new_webhook},
    {"insufficient_scope", "", 0, reaction::stop_credential, effect::none, wider_scope},
    {"user_access_error", "", 0, reaction::stop_credential, effect::none, open_application},
    {"authorization_error", "", 0, reaction::stop_credential, effect::none, dismissed},
    {"APPLICATION_NOT_FOUND", "", 0, reaction::stop_portal, effect::none, reinstall},
    {"ERROR_OAUTH", "", 0, reaction::stop_portal, effect::none, reinstall},
    {"PAYMENT_REQUIRED", "", 0, reaction::stop_portal, effect::none, needs_plan},

    // One code for two things: the whole portal is closed, or this caller may not do this. Texts
    // may be localised; by the sources, only the first kind comes with 401.
    {"ACCESS_DENIED", "", 401, reaction::stop_portal, effect::none, needs_plan},
    {"ACCESS_DENIED", "REST is available", 0, reaction::stop_portal, effect::none, needs_plan},
    {"ACCESS_DENIED", "commercial plan", 0, reaction::stop_portal, effect::none, needs_plan},
    {"ACCESS_DENIED", "by subscription", 0, reaction::stop_portal, effect::none, needs_plan},
    {"ACCESS_DENIED", "", 0, reaction::fail, effect::none, needs_right},

    {"INVALID_REQUEST", "", 0, reaction::stop_portal, effect::none, use_https},
    {"PORTAL_DELETED", "", 0, reaction::stop_portal, effect::none, deleted},
    {"ERROR_METHOD_NOT_FOUND", "", 0, reaction::fail, effect::none, no_method},
    {"ERROR_MANIFEST_IS_NOT_AVAILABLE", "", 0, reaction::fail, effect::none, no_method},
    {"ERROR_BATCH_LENGTH_EXCEEDED", "", 0, reaction::split_batch, effect::none, ours},
    {"ERROR_BATCH_METHOD_NOT_ALLOWED", "", 0, reaction::send_singly, effect::none, ours},
    {"WRONG_AUTH_TYPE", "", 0, reaction::fail, effect::none, other_credential},
    {"METHOD_CONFIRM_WAITING", "", 0, reaction::park, effect::none, confirm},
    {"METHOD_CONFIRM_DENIED", "", 0, reaction::fail, effect::none, denied},
    {"allowed_only_intranet_user", "", 0, reaction::fail, effect::none, employees_only},

    {"ERROR_CORE", "SQL query error", 0, reaction::retry, effect::possible, try_later},
    {"ERROR_CORE", "", 0, reaction::fail, effect::none, bad_value},
    {"ERROR_ARGUMENT", "", 0, reaction::fail, effect::none, bad_value},
    {"INVALID_ARG_VALUE", "", 0, reaction::fail, effect::none, bad_value},
    {"ERROR_NOT_FOUND", "", 0, reaction::fail, effect::none, not_there},
    {"NOT_FOUND", "", 0, reaction::fail, effect::none, not_there},
    // Calendar, groups and working time give no code at all. With a 5xx it is no message of a
    // method.
    {"", "", 400, reaction::fail, effect::none, bad_value},
    {"", "", 200, reaction::fail, effect::none, bad_value},
    {"WRONG_ENCODING", "", 0, reaction::fail, effect::none, save_as_utf8},
    {"INTERNAL_WRONG_TRANSPORT", "", 0, reaction::fail, effect::none, ours},
    {"INTERNAL_WRONG_HANDLER_CLASS", "", 0, reaction::stop_portal, effect::none, try_later},

    // REST 3.0, without the prefix that all of its codes share.
    {"VALIDATION_REQUESTVALIDATIONEXCEPTION", "", 0, reaction::fail, effect::none, bad_value},
    {"INVALIDJSONEXCEPTION", "", 0, reaction::fail, effect::none, ours},
    {"UNKNOWNDTOPROPERTYEXCEPTION", "", 0, reaction::fail, effect::none, bad_value},
    {"UNKNOWNFILTEROPERATOREXCEPTION", "", 0, reaction::fail, effect::none, bad_value},
    {"ENTITYNOTFOUNDEXCEPTION", "", 0, reaction::fail, effect::none, not_there},
    {"INVALIDSELECTEXCEPTION", "", 0, reaction::fail, effect::none, bad_value},
    {"ACCESSDENIEDEXCEPTION", "", 0, reaction::fail, effect::none, needs_right},
    {"INSUFFICIENTSCOPEEXCEPTION", "", 0, reaction::stop_credential, effect::none, wider_scope},
    {"METHODNOTFOUNDEXCEPTION", "", 0, reaction::fail, effect::none, no_method},
    {"IDEMPOTENCYKEYREUSEDEXCEPTION", "", 0, reaction::fail, effect::none, ours},
    {"INVALIDIDEMPOTENCYKEYEXCEPTION", "", 0, reaction::fail, effect::none, ours},

    {code_moved, "", 0, reaction::stop_portal, effect::none, moved},
    {code_busy_page, "", 0, reaction::slow_down, effect::none, busy},
    {code_foreign_page, "", 0, reaction::fail, effect::possible, foreign_page},
};

constexpr error_row unknown_refusal{"", "", 0, reaction::fail, effect::none, ""};
constexpr error_row unknown_fault{"", "", 0, reaction::retry, effect::possible, try_later};

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool stands_in(std::string_view marker, std::string_view text) noexcept {
    return !std::ranges::search(text, marker, {}, lower, lower).empty();
}

std::string_view without_prefix(std::string_view code) noexcept {
    constexpr std::string_view prefix = "BITRIX_REST_V3_EXCEPTION_";
    return code.starts_with(prefix) ? code.substr(prefix.size()) : code;
}

}  // namespace

std::span<const error_row> error_table() noexcept {
    return rows;
}

const error_row& classify(std::string_view code, int http_status, std::string_view text) noexcept {
    const auto name = without_prefix(code);
    for (const auto& row : rows) {
        if (row.code != name) continue;
        if (row.status != 0 && row.status != http_status) continue;
        if (row.marker.empty() || stands_in(row.marker, text)) return row;
    }
    return http_status >= 500 ? unknown_fault : unknown_refusal;
}

std::string_view advice_for(std::string_view code, std::string_view text) noexcept {
    return code.empty() ? std::string_view() : classify(code, 0, text).advice;
}

}  // namespace portal
