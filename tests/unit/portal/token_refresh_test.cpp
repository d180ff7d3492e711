#include "portal/wire/token_refresh.hpp"

#include "portal/token_endpoint.hpp"
#include "portal/wire/authorized_body.hpp"
#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <variant>

namespace {

const model::user_id seven(7);
constexpr base::wall_time now{std::chrono::seconds(1'000)};

portal::token_pair known() {
    return {
        base::secret("old-access"),
        base::secret("old-refresh"),
        1,
        "m",
        "https://o.example/rest/",
        "e"
    };
}

std::variant<portal::token_pair, model::rejected> read(const std::string& body, int status = 200) {
    return portal::read_refresh({status, "application/json", "", body}, seven, known(), now);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(token_refresh)

BOOST_AUTO_TEST_CASE(secrets_travel_encoded_in_the_body) {
    const portal::app_keys app{"local.1", base::secret("s+c&t")};
    BOOST_TEST(
        portal::refresh_form(app, base::secret("r=1")).reveal() ==
        "grant_type=refresh_token&client_id=local.1&client_secret=s%2Bc%26t&refresh_token=r%3D1"
    );
}

BOOST_AUTO_TEST_CASE(both_tokens_are_replaced_and_the_rest_stays) {
    const auto got = read(
        R"({"access_token":"a","refresh_token":"r","expires":"2000","user_id":"7","member_id":"m","domain":"oauth.bitrix.info"})"
    );
    const auto& pair = std::get<portal::token_pair>(got);
    BOOST_TEST(pair.access.reveal() == "a");
    BOOST_TEST(pair.refresh.reveal() == "r");
    BOOST_TEST(pair.expires == 2000);
    BOOST_TEST(pair.server_endpoint == "https://o.example/rest/");
    BOOST_TEST(pair.enrolment == "e");
    const auto bare = read(R"({"access_token":"a","refresh_token":"r","expires_in":60})");
    BOOST_TEST(std::get<portal::token_pair>(bare).expires == 1060);
}

// portal-facts 1, "Auth-server errors".
BOOST_AUTO_TEST_CASE(refusals_go_by_the_table_of_the_authorization_server) {
    struct row {
        const char* code;
        int status;
        model::reaction what;
    };
    using enum model::reaction;
    const row rows[] = {
        {"invalid_grant", 400, stop_credential},
        {"NO_AUTH_FOUND", 401, stop_credential},
        {"invalid_request", 400, stop_portal},
        {"invalid_client", 400, stop_portal},
        {"invalid_client", 401, stop_portal},
        {"wrong_client", 200, stop_portal},
        {"invalid_scope", 403, stop_portal},
        {"insufficient_scope", 401, stop_portal},
        {"PAYMENT_REQUIRED", 401, stop_portal},
        {"NOT_INSTALLED", 401, stop_portal},
        {"something_else", 400, stop_credential},
        {"something_else", 502, retry},
    };
    for (const auto& each : rows) BOOST_TEST_CONTEXT(each.code << ' ' << each.status) {
            const auto got = read(std::string(R"({"error":")") + each.code + "\"}", each.status);
            BOOST_TEST(std::get<model::rejected>(got).what_to_do == each.what);
            BOOST_TEST(std::get<model::rejected>(got).code == each.code);
        }
}

BOOST_AUTO_TEST_CASE(what_is_no_answer_of_a_token_endpoint_is_no_pair) {
    using enum model::reaction;
    BOOST_TEST(std::get<model::rejected>(read("<html>", 404)).what_to_do == stop_portal);
    BOOST_TEST(std::get<model::rejected>(read("", 302)).what_to_do == stop_portal);
    for (const int status : {500, 502, 503, 504, 429})
        BOOST_TEST(std::get<model::rejected>(read("<html>", status)).what_to_do == retry);
    BOOST_TEST(std::get<model::rejected>(read("{}")).what_to_do == retry);
    BOOST_TEST(std::get<model::rejected>(read(R"({"access_token":"a"})")).what_to_do == retry);
    BOOST_TEST(
        std::get<model::rejected>(read(R"({"access_token":"a\"","refresh_token":"r"})"))
            .what_to_do == retry
    );
}

BOOST_AUTO_TEST_CASE(tokens_of_somebody_else_are_refused) {
    const auto user = read(R"({"access_token":"a","refresh_token":"r","user_id":8})");
    BOOST_TEST(std::get<model::rejected>(user).code == portal::code_token_owner);
    BOOST_TEST(std::get<model::rejected>(user).text.contains("user 7 belong to user 8"));
    const auto portal = read(R"({"access_token":"a","refresh_token":"r","member_id":"n"})");
    BOOST_TEST(std::get<model::rejected>(portal).code == portal::code_token_owner);
}

BOOST_AUTO_TEST_CASE(the_server_of_the_tokens_is_asked_where_it_is_allowed_and_an_endpoint_always) {
    portal::oauth_options options;
    const auto asked = [&](const char* server) {
        const auto found = portal::endpoint_for(options, server);
        return found ? to_string(found->where) + found->path : std::string("nowhere");
    };
    BOOST_TEST(asked("") == "oauth.bitrix.info/oauth/token/");
    BOOST_TEST(asked("https://oauth.bitrix24.tech/rest/") == "oauth.bitrix24.tech/oauth/token/");
    BOOST_TEST(asked("https://evil.example/rest/") == "oauth.bitrix.info/oauth/token/");
    BOOST_TEST(asked("http://oauth.bitrix24.tech/rest/") == "oauth.bitrix.info/oauth/token/");
    BOOST_TEST(asked("https://u@oauth.bitrix24.tech/rest/") == "oauth.bitrix.info/oauth/token/");
    options.allowed_hosts = {"auth.example:8443"};
    BOOST_TEST(asked("https://auth.example:8443/rest/") == "auth.example:8443/oauth/token/");
    BOOST_TEST(asked("https://auth.example/rest/") == "nowhere");
    options.endpoint = portal::parse_token_endpoint("https://my.example/t/").value();
    BOOST_TEST(asked("https://auth.example:8443/rest/") == "my.example/t/");
}

BOOST_AUTO_TEST_CASE(the_token_stands_in_the_body) {
    BOOST_TEST(portal::with_auth("{}", base::secret("t")).reveal() == R"({"auth":"t"})");
    BOOST_TEST(
        portal::with_auth(R"({"a":1})", base::secret("t")).reveal() == R"({"auth":"t","a":1})"
    );
    model::request what;
    what.commands.resize(1);
    BOOST_TEST(!portal::names_its_own_token(what));
    what.commands[0].params["auth"] = "x";
    BOOST_TEST(portal::names_its_own_token(what));
}

BOOST_AUTO_TEST_SUITE_END()
