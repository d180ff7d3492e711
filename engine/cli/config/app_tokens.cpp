#include "cli/config/app_tokens.hpp"

#include "portal/portal_error.hpp"
#include "portal/token_file.hpp"

#include <fmt/format.h>

#include <unistd.h>
#include <utility>

namespace cli {
namespace {

base::diagnostic problem(
    const app_config& app, std::string code, std::string message, std::string hint
) {
    base::diagnostic made;
    made.code = std::move(code);
    made.message = std::move(message);
    made.hint = std::move(hint);
    made.where = app.where;
    made.path = app.path;
    return made;
}

portal::oauth_options options_of(const app_config& app, const oauth_config& oauth) {
    portal::oauth_options made;
    made.app.client_id = app.client_id;
    made.endpoint = oauth.endpoint;
    made.allowed_hosts = oauth.allowed_hosts;
    made.ca_file = oauth.ca_file.string();
    return made;
}

void check_replaceable(const app_config& app, base::diagnostics& problems) {
    const auto folder = std::filesystem::absolute(app.store).parent_path();
    if (::access(folder.c_str(), W_OK | X_OK) == 0) return;
    problems.add(problem(
        app,
        "tokens.folder",
        fmt::format("the folder {} may not be written", folder.string()),
        "a renewed token is stored by replacing the file, so its folder has to be writable"
    ));
}

void check_members(
    const app_config& app, const portal::token_table& known, base::diagnostics& problems
) {
    for (const auto& [who, pair] : known) {
        if (pair.member_id == known.begin()->second.member_id) continue;
        problems.add(problem(
            app,
            "tokens.two-portals",
            fmt::format(
                "the store holds tokens of two portals: users {} and {} have different member_id",
                known.begin()->first.value(),
                who.value()
            ),
            "keep one store for each portal"
        ));
        return;
    }
}

void check_endpoints(const app_config& app, const app_tokens& made, base::diagnostics& problems) {
    for (const auto& [who, pair] : made.known) {
        if (portal::endpoint_for(made.how, pair.server_endpoint)) continue;
        problems.add(problem(
            app,
            "tokens.endpoint",
            fmt::format("no allowed server renews the tokens of user {}", who.value()),
            "name oauth.endpoint, or add its host to oauth.allowed_hosts"
        ));
        return;
    }
}

}  // namespace

std::optional<app_tokens> read_app_tokens(
    const app_config& app,
    const oauth_config& oauth,
    const environment& variables,
    base::diagnostics& problems
) {
    const auto before = problems.errors();
    app_tokens made{options_of(app, oauth), app.store, {}};
    auto secret = resolve_secret(app.client_secret, variables);
    if (secret) {
        made.how.app.client_secret = std::move(*secret);
    } else {
        auto what = problem(app, "config.secret", base::describe(secret.error()), "");
        what.where = app.client_secret.where;
        what.path = app.client_secret.path;
        problems.add(std::move(what));
    }
    auto known = portal::token_file(app.store).read();
    if (!known) {
        problems.add(problem(app, "tokens.store", base::describe(known.error()), ""));
        return std::nullopt;
    }
    made.known = std::move(*known);
    check_replaceable(app, problems);
    check_members(app, made.known, problems);
    check_endpoints(app, made, problems);
    if (problems.errors() != before) return std::nullopt;
    return made;
}

}  // namespace cli
