#pragma once

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace portal_sim {

// The portal said no, in its own words.
struct rest_error {
    int status = 400;
    std::string code;  // may be "", as the calendar's errors are
    std::string description;
    std::string argument;  // "" = the body has none
};

// The errors that any method may give, whoever is called.
enum class system_failure {
    query_limit_exceeded,
    operation_time_limit,
    overload_limit,
    internal_server_error,
    error_unexpected_answer,
    expired_token,
    invalid_token,
    connection_error,
    no_auth_found,
    invalid_credentials,
    insufficient_scope,
    user_access_error,
    authorization_error,
    application_not_found,
    error_oauth,
    payment_required,
    access_denied,
    invalid_request,
    portal_deleted,
    error_method_not_found,
    error_manifest_is_not_available,
    error_batch_length_exceeded,
    error_batch_method_not_allowed,
    wrong_auth_type,
    method_confirm_waiting,
    method_confirm_denied,
    allowed_only_intranet_user,
    error_core,
    error_not_found,
    wrong_encoding,
    internal_wrong_transport,
    internal_wrong_handler_class,
};

// The documentation of August 2026 and its later revision give the same codes different statuses.
enum class status_profile { documented, revised };

enum class language { english, localised };

rest_error system_error(system_failure what, status_profile profile = status_profile::revised);

// The failure whose code this is ("QUERY_LIMIT_EXCEEDED"), for those who ask for one by name.
std::optional<system_failure> system_failure_of(std::string_view code);

// "required parameter not set", as the calendar says it: code "".
rest_error missing_parameter(std::string_view name, std::string_view method);

// {error, error_description[, argument]}
boost::json::object body_of(const rest_error& what, language speech = language::english);

}  // namespace portal_sim
