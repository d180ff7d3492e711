#include "portal/error_table.hpp"

#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>

using model::effect;
using model::reaction;

BOOST_AUTO_TEST_SUITE(error_table)

BOOST_AUTO_TEST_CASE(every_system_error_has_its_reaction) {
    struct row {
        const char* code;
        int status;
        const char* text;
        reaction what_to_do;
        effect took;
    };
    const row rows[] = {
        {"QUERY_LIMIT_EXCEEDED", 503, "Too many requests", reaction::slow_down, effect::none},
        {"OPERATION_TIME_LIMIT", 429, "", reaction::wait_for_budget, effect::none},
        {"OPERATION_TIME_LIMIT", 200, "", reaction::wait_for_budget, effect::none},
        {"OVERLOAD_LIMIT", 503, "", reaction::stop_portal, effect::none},
        {"OVERLOAD_LIMIT", 401, "", reaction::stop_portal, effect::none},
        {"INTERNAL_SERVER_ERROR", 500, "", reaction::retry, effect::possible},
        {"ERROR_UNEXPECTED_ANSWER", 500, "", reaction::retry, effect::possible},
        {"expired_token", 401, "", reaction::refresh_token, effect::none},
        {"invalid_token", 401, "", reaction::refresh_token, effect::none},
        {"CONNECTION_ERROR", 401, "", reaction::retry, effect::none},
        {"invalid_request", 400, "", reaction::stop_portal, effect::none},
        {"NO_AUTH_FOUND", 401, "", reaction::stop_credential, effect::none},
        {"INVALID_CREDENTIALS", 403, "", reaction::stop_credential, effect::none},
        {"INVALID_CREDENTIALS", 401, "", reaction::stop_credential, effect::none},
        {"insufficient_scope", 200, "", reaction::stop_credential, effect::none},
        {"user_access_error", 401, "", reaction::stop_credential, effect::none},
        {"authorization_error", 401, "", reaction::stop_credential, effect::none},
        {"APPLICATION_NOT_FOUND", 401, "", reaction::stop_portal, effect::none},
        {"ERROR_OAUTH", 401, "", reaction::stop_portal, effect::none},
        {"PAYMENT_REQUIRED", 401, "", reaction::stop_portal, effect::none},
        {"INVALID_REQUEST", 400, "Https required.", reaction::stop_portal, effect::none},
        {"PORTAL_DELETED", 403, "", reaction::stop_portal, effect::none},
        {"ERROR_METHOD_NOT_FOUND", 404, "", reaction::fail, effect::none},
        {"ERROR_MANIFEST_IS_NOT_AVAILABLE", 404, "", reaction::fail, effect::none},
        {"ERROR_BATCH_LENGTH_EXCEEDED", 200, "", reaction::split_batch, effect::none},
        {"ERROR_BATCH_METHOD_NOT_ALLOWED", 200, "", reaction::send_singly, effect::none},
        {"WRONG_AUTH_TYPE", 403, "", reaction::fail, effect::none},
        {"METHOD_CONFIRM_WAITING", 401, "", reaction::park, effect::none},
        {"METHOD_CONFIRM_DENIED", 403, "", reaction::fail, effect::none},
        {"allowed_only_intranet_user", 403, "", reaction::fail, effect::none},
        {"ERROR_CORE", 400, "Wrong id", reaction::fail, effect::none},
        {"ERROR_CORE", 500, "SQL query error!", reaction::retry, effect::possible},
        {"ERROR_ARGUMENT", 400, "", reaction::fail, effect::none},
        {"INVALID_ARG_VALUE", 400, "", reaction::fail, effect::none},
        {"ERROR_NOT_FOUND", 400, "", reaction::fail, effect::none},
        {"NOT_FOUND", 404, "", reaction::fail, effect::none},
        {"", 400, "Access denied", reaction::fail, effect::none},
        {"", 200, "Access denied", reaction::fail, effect::none},
        {"WRONG_ENCODING", 200, "", reaction::fail, effect::none},
        {"INTERNAL_WRONG_TRANSPORT", 500, "", reaction::fail, effect::none},
        {"INTERNAL_WRONG_HANDLER_CLASS", 500, "", reaction::stop_portal, effect::none},
        {"BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTVALIDATIONEXCEPTION",
         400,
         "",
         reaction::fail,
         effect::none},
        {"BITRIX_REST_V3_EXCEPTION_INSUFFICIENTSCOPEEXCEPTION",
         403,
         "",
         reaction::stop_credential,
         effect::none},
    };
    for (const auto& each : rows) BOOST_TEST_CONTEXT(each.code << " with " << each.status) {
            const auto& row = portal::classify(each.code, each.status, each.text);
            BOOST_TEST(row.what_to_do == each.what_to_do);
            BOOST_TEST(row.took == each.took);
        }
}

BOOST_AUTO_TEST_CASE(no_known_code_changes_its_meaning_with_the_status) {
    // portal-facts 4, read row by row: the class of each code, whatever status a source gives it.
    struct row {
        const char* code;
        reaction what_to_do;
    };
    const row rows[] = {
        {"QUERY_LIMIT_EXCEEDED", reaction::slow_down},
        {"OPERATION_TIME_LIMIT", reaction::wait_for_budget},
        {"OVERLOAD_LIMIT", reaction::stop_portal},
        {"INTERNAL_SERVER_ERROR", reaction::retry},
        {"ERROR_UNEXPECTED_ANSWER", reaction::retry},
        {"expired_token", reaction::refresh_token},
        {"invalid_token", reaction::refresh_token},
        {"CONNECTION_ERROR", reaction::retry},
        {"NO_AUTH_FOUND", reaction::stop_credential},
        {"INVALID_CREDENTIALS", reaction::stop_credential},
        {"insufficient_scope", reaction::stop_credential},
        {"user_access_error", reaction::stop_credential},
        {"authorization_error", reaction::stop_credential},
        {"APPLICATION_NOT_FOUND", reaction::stop_portal},
        {"ERROR_OAUTH", reaction::stop_portal},
        {"PAYMENT_REQUIRED", reaction::stop_portal},
        {"INVALID_REQUEST", reaction::stop_portal},
        {"PORTAL_DELETED", reaction::stop_portal},
        {"ERROR_METHOD_NOT_FOUND", reaction::fail},
        {"ERROR_MANIFEST_IS_NOT_AVAILABLE", reaction::fail},
        {"ERROR_BATCH_LENGTH_EXCEEDED", reaction::split_batch},
        {"ERROR_BATCH_METHOD_NOT_ALLOWED", reaction::send_singly},
        {"WRONG_AUTH_TYPE", reaction::fail},
        {"METHOD_CONFIRM_WAITING", reaction::park},
        {"METHOD_CONFIRM_DENIED", reaction::fail},
        {"allowed_only_intranet_user", reaction::fail},
        {"ERROR_CORE", reaction::fail},
        {"ERROR_ARGUMENT", reaction::fail},
        {"INVALID_ARG_VALUE", reaction::fail},
        {"ERROR_NOT_FOUND", reaction::fail},
        {"NOT_FOUND", reaction::fail},
        {"WRONG_ENCODING", reaction::fail},
        {"INTERNAL_WRONG_TRANSPORT", reaction::fail},
        {"INTERNAL_WRONG_HANDLER_CLASS", reaction::stop_portal},
    };
    for (const auto& each : rows)
        for (const int status : {200, 400, 401, 403, 404, 405, 410, 429, 500, 503})
            BOOST_TEST_CONTEXT(each.code << " with " << status)
    BOOST_TEST(portal::classify(each.code, status, "").what_to_do == each.what_to_do);
}

BOOST_AUTO_TEST_CASE(access_denied_means_two_things) {
    struct row {
        int status;
        const char* text;
        reaction what_to_do;
    };
    const row rows[] = {
        {403, "REST is available only on commercial plans.", reaction::stop_portal},
        {403, "rest is available only by subscription", reaction::stop_portal},
        {401, "REST доступен по подписке", reaction::stop_portal},
        {403, "Access denied!", reaction::fail},
        {400, "Administrator authorization required", reaction::fail},
        {200, "Application context required", reaction::fail},
    };
    for (const auto& each : rows) BOOST_TEST_CONTEXT(each.text) {
            BOOST_TEST(
                portal::classify("ACCESS_DENIED", each.status, each.text).what_to_do ==
                each.what_to_do
            );
        }
    BOOST_TEST(
        portal::advice_for("ACCESS_DENIED", "REST is available only on commercial plans.") !=
        portal::advice_for("ACCESS_DENIED")
    );
}

BOOST_AUTO_TEST_CASE(an_unknown_code_is_judged_by_its_status) {
    for (const int status : {200, 400, 401, 403, 404, 499}) {
        const auto& row = portal::classify("SOMETHING_NEW", status, "");
        BOOST_TEST(row.what_to_do == reaction::fail);
        BOOST_TEST(row.took == effect::none);
    }
    for (const int status : {500, 502, 503}) {
        const auto& row = portal::classify("SOMETHING_NEW", status, "");
        BOOST_TEST(row.what_to_do == reaction::retry);
        BOOST_TEST(row.took == effect::possible);
        BOOST_TEST(portal::classify("", status, "").what_to_do == reaction::retry);
    }
}

BOOST_AUTO_TEST_CASE(every_code_has_advice) {
    for (const auto& row : portal::error_table()) {
        BOOST_TEST(!row.advice.empty(), row.code);
        if (!row.code.empty()) BOOST_TEST(!portal::advice_for(row.code).empty(), row.code);
    }
    BOOST_TEST(portal::advice_for("SOMETHING_NEW") == "");
    BOOST_TEST(portal::advice_for("") == "");
}

BOOST_AUTO_TEST_CASE(every_row_can_be_reached) {
    for (const auto& row : portal::error_table())
        BOOST_TEST_CONTEXT(row.code << ' ' << row.status << ' ' << row.marker) {
            const auto& found = portal::classify(row.code, row.status, row.marker);
            BOOST_TEST(&found == &row);
        }
}

BOOST_AUTO_TEST_SUITE_END()
