#include "portal-sim/core/rest_error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace portal_sim {

namespace {

struct row {
    system_failure what;
    std::string_view code;
    std::string_view description;
    std::string_view localised;
    int documented;
    int revised;
};

using enum system_failure;

// In the order of the enumeration. Where one source is silent, both columns hold the other's word.
constexpr std::array<row, 32> rows{{
    {query_limit_exceeded,
     "QUERY_LIMIT_EXCEEDED",
     "Too many requests",
     "Слишком много запросов",
     503,
     503},
    {operation_time_limit,
     "OPERATION_TIME_LIMIT",
     "Method is blocked due to operation time limit.",
     "Метод заблокирован из-за превышения лимита времени.",
     429,
     429},
    {overload_limit,
     "OVERLOAD_LIMIT",
     "REST API is blocked due to overload.",
     "REST API заблокирован из-за перегрузки.",
     503,
     401},
    {internal_server_error,
     "INTERNAL_SERVER_ERROR",
     "Internal server error",
     "Внутренняя ошибка сервера",
     500,
     500},
    {error_unexpected_answer,
     "ERROR_UNEXPECTED_ANSWER",
     "Server returned an unexpected response",
     "Сервер вернул неожиданный ответ",
     500,
     500},
    {expired_token,
     "expired_token",
     "The access token provided has expired",
     "Срок действия токена истёк",
     401,
     401},
    {invalid_token,
     "invalid_token",
     "Unable to get application by token",
     "Не удалось определить приложение по токену",
     401,
     401},
    {connection_error,
     "CONNECTION_ERROR",
     "Error connecting to authorization server",
     "Ошибка соединения с сервером авторизации",
     401,
     401},
    {no_auth_found,
     "NO_AUTH_FOUND",
     "Wrong authorization data",
     "Неверные данные авторизации",
     401,
     401},
    {invalid_credentials,
     "INVALID_CREDENTIALS",
     "Invalid request credentials",
     "Неверные учётные данные запроса",
     403,
     401},
    {insufficient_scope,
     "insufficient_scope",
     "The request requires higher privileges than provided by the access token",
     "Запрос требует более высоких прав, чем даёт токен",
     403,
     401},
    {user_access_error,
     "user_access_error",
     "The user does not have access to the application.",
     "У пользователя нет доступа к приложению.",
     403,
     401},
    {authorization_error,
     "authorization_error",
     "Unable to authorize user",
     "Не удалось авторизовать пользователя",
     401,
     401},
    {application_not_found,
     "APPLICATION_NOT_FOUND",
     "Application not found",
     "Приложение не найдено",
     401,
     401},
    {error_oauth, "ERROR_OAUTH", "Application not installed", "Приложение не установлено", 401, 401
    },
    {payment_required,
     "PAYMENT_REQUIRED",
     "Subscription has been ended",
     "Подписка закончилась",
     401,
     401},
    {access_denied,
     "ACCESS_DENIED",
     "REST is available only on commercial plans.",
     "REST доступен только на коммерческих тарифах.",
     403,
     401},
    {invalid_request, "INVALID_REQUEST", "Https required.", "Требуется https.", 400, 401},
    {portal_deleted, "PORTAL_DELETED", "Portal was deleted", "Портал удалён", 500, 403},
    {error_method_not_found,
     "ERROR_METHOD_NOT_FOUND",
     "Method not found!",
     "Метод не найден!",
     404,
     404},
    {error_manifest_is_not_available,
     "ERROR_MANIFEST_IS_NOT_AVAILABLE",
     "Manifest is not available",
     "Манифест недоступен",
     404,
     404},
    {error_batch_length_exceeded,
     "ERROR_BATCH_LENGTH_EXCEEDED",
     "Max batch length exceeded",
     "Превышена длина пакета",
     400,
     400},
    {error_batch_method_not_allowed,
     "ERROR_BATCH_METHOD_NOT_ALLOWED",
     "Method is not allowed for batch usage",
     "Метод нельзя вызывать в пакете",
     405,
     405},
    {wrong_auth_type,
     "WRONG_AUTH_TYPE",
     "Current authorization type is denied for this method",
     "Этот вид авторизации запрещён для метода",
     403,
     403},
    {method_confirm_waiting,
     "METHOD_CONFIRM_WAITING",
     "Waiting for confirmation",
     "Ожидает подтверждения",
     401,
     401},
    {method_confirm_denied,
     "METHOD_CONFIRM_DENIED",
     "Method call denied",
     "Вызов метода запрещён",
     403,
     403},
    {allowed_only_intranet_user,
     "allowed_only_intranet_user",
     "Only intranet users are allowed",
     "Только для пользователей интранета",
     403,
     403},
    {error_core, "ERROR_CORE", "SQL query error!", "Ошибка SQL-запроса!", 500, 500},
    {error_not_found, "ERROR_NOT_FOUND", "Not found", "Не найдено", 400, 400},
    {wrong_encoding,
     "WRONG_ENCODING",
     "Wrong request encoding",
     "Неверная кодировка запроса",
     200,
     200},
    {internal_wrong_transport,
     "INTERNAL_WRONG_TRANSPORT",
     "Wrong transport!",
     "Неверный транспорт!",
     500,
     500},
    {internal_wrong_handler_class,
     "INTERNAL_WRONG_HANDLER_CLASS",
     "Wrong handler class!",
     "Неверный класс обработчика!",
     500,
     500},
}};

constexpr bool in_order() {
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows[i].what != static_cast<system_failure>(i)) return false;
    return true;
}
static_assert(in_order());

}  // namespace

rest_error system_error(system_failure what, status_profile profile) {
    const auto& found = rows.at(static_cast<std::size_t>(what));
    const bool documented = profile == status_profile::documented;
    return {
        documented ? found.documented : found.revised,
        std::string(found.code),
        std::string(found.description),
        {}
    };
}

std::optional<system_failure> system_failure_of(std::string_view code) {
    const auto* found = std::ranges::find(rows, code, &row::code);
    if (found == rows.end()) return std::nullopt;
    return found->what;
}

rest_error missing_parameter(std::string_view name, std::string_view method) {
    return {
        400,
        "",
        fmt::format("The required parameter \"{}\" for the method \"{}\" is not set", name, method),
        {}
    };
}

boost::json::object body_of(const rest_error& what, language speech) {
    std::string_view description = what.description;
    if (speech == language::localised && !description.empty()) {
        const auto* found = std::ranges::find(rows, what.code, &row::code);
        const bool known = found != rows.end();
        description = known ? found->localised : std::string_view("Ошибка вызова метода");
    }
    boost::json::object body{{"error", what.code}, {"error_description", description}};
    if (!what.argument.empty()) body["argument"] = what.argument;
    return body;
}

}  // namespace portal_sim
