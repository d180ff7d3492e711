#include "cli/workspace.hpp"

#include "async/system_clock_source.hpp"
#include "cli/config/choose_portals.hpp"
#include "cli/config/find_config.hpp"
#include "cli/config/webhooks.hpp"
#include "cli/known_catalog.hpp"
#include "cli/live_directory.hpp"
#include "cli/named_file.hpp"
#include "cli/policy_files.hpp"
#include "cli/report_place.hpp"
#include "portal/https_portal.hpp"
#include "portal/webhook_url.hpp"
#include "roster/open_roster.hpp"

#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include <set>
#include <string>
#include <utility>

namespace cli {

namespace {

base::diagnostic problem(
    std::string code, std::string message, std::string hint, base::source_pos where = {}
) {
    base::diagnostic made;
    made.code = std::move(code);
    made.message = std::move(message);
    made.hint = std::move(hint);
    made.where = std::move(where);
    return made;
}

std::optional<config> load_config(const options& given, base::diagnostics& problems) {
    std::error_code ignored;
    auto found =
        find_config(given.config, process_environment(), std::filesystem::current_path(ignored));
    if (!found) {
        problems.add(std::move(found.error()));
        return std::nullopt;
    }
    return read_config(*found, problems);
}

void add_credential(
    portal::credential_book& book,
    const model::credential_id& whose,
    const webhook& what,
    base::diagnostics& problems
) {
    auto parsed = portal::webhook_url::parse(what.url);
    if (parsed)
        book.add(whose, std::move(*parsed));
    else
        problems.add(problem("credentials.webhook", whose.value() + ": " + parsed.error(), ""));
}

// Also the administrator, when he is one of the application's users.
void add_app_users(
    portal::credential_book& book,
    const portal_config& from,
    const portal::token_table& known,
    base::diagnostics& problems
) {
    const auto user = [&](const auto& entry) {
        const auto& [who, pair] = entry;
        return portal::app_user{who, from.app->client_id, pair.member_id, pair.enrolment};
    };
    if (from.users_by_app)
        for (const auto& each : known) book.add(model::credential_of(each.first), user(each));
    if (!from.admin_by_app) return;
    const auto admin = known.find(*from.admin_by_app);
    if (admin != known.end())
        book.add(model::admin_credential(), user(*admin));
    else
        problems.add(problem(
            "tokens.no-admin",
            fmt::format("the store holds no tokens of user {}", from.admin_by_app->value()),
            "admin.oauth.user_id names him: enrol him, or name somebody else",
            from.app->where
        ));
}

// Whoever has both kinds is served by his webhook, which has an operating time of its own.
portal::credential_book read_credentials(
    const portal_config& from, const std::optional<app_tokens>& tokens, base::diagnostics& problems
) {
    portal::credential_book book;
    if (tokens) add_app_users(book, from, tokens->known, problems);
    const auto variables = process_environment();
    if (from.user_webhooks)
        if (const auto table =
                read_user_webhooks(*from.user_webhooks, variables, from.at, problems))
            for (const auto& [who, what] : *table)
                add_credential(book, model::credential_of(who), what, problems);
    if (from.admin_webhook)
        if (const auto one = read_admin_webhook(*from.admin_webhook, variables, from.at, problems))
            add_credential(book, model::admin_credential(), *one, problems);
    return book;
}

// Nothing is read of it yet. Flags replace files and directory, and not how they are joined.
roster::roster_files find_roster(
    const config& settings,
    const portal_config* chosen,
    const options& given,
    base::diagnostics& problems
) {
    auto people = chosen ? settings.roster_of(*chosen) : settings.roster;
    if (!given.roster.empty()) people.files.assign(given.roster.begin(), given.roster.end());
    const auto& directory = chosen ? settings.directory_of(*chosen) : settings.directory;
    const bool has_directory = directory && given.roster.empty();
    if (has_directory && chosen) people.directory = directory_cache(settings, *chosen);
    if (people.files.empty() && !has_directory)
        problems.add(problem(
            "config.no-roster",
            "no roster is given",
            "name it under 'roster', or use --roster",
            whole(settings.file)
        ));
    const bool own = chosen && !chosen->roster.files.empty();
    const auto key =
        own ? fmt::format("portals.{}.roster", chosen->name.value()) : std::string("roster");
    const auto named = named_by(key, given.roster.empty() ? "" : "--roster", settings);
    for (const auto& file : people.files) is_there(file, named, problems);
    return people;
}

roster::selections read_selections(const options& given, base::diagnostics& problems) {
    roster::selections made;
    if (given.limit) made.limit = roster::selection::read(*given.limit, "--limit", problems);
    if (given.exclude)
        made.exclude = roster::selection::read(*given.exclude, "--exclude", problems);
    return made;
}

pacing::bucket_limits limits_of(
    const portal_config& portal, const limits_config& limits, const options& given
) {
    pacing::bucket_limits made;
    made.burst = given.burst.value_or(portal.burst);
    made.rate = given.rate.value_or(portal.rate);
    made.share = given.share.value_or(limits.share);
    made.refused = limits.refused_requests;
    return made;
}

portal::portal_options connection_of(
    const portal_config& portal, const limits_config& limits, const options& given
) {
    portal::portal_options made;
    made.where = portal.at;
    made.connect_to = portal.connect_to;
    made.ca_file = given.ca_file.empty() ? portal.ca_file.string() : given.ca_file;
    made.max_connections = limits.connections;
    made.max_idle = limits.connections;
    return made;
}

// Asked now, because no request could be sent with it; nothing is connected to here.
void check_authorities(
    const portal::portal_options& how,
    const config& settings,
    const portal_config& portal,
    const options& given,
    base::diagnostics& problems
) {
    const auto key = fmt::format("portals.{}.ca_file", portal.name.value());
    const bool by_flag = !given.ca_file.empty();
    const auto named = named_by(key, by_flag ? "--ca-file" : "", settings);
    if (!how.ca_file.empty() && !is_there(how.ca_file, named, problems)) return;
    boost::asio::io_context nowhere{1};
    async::system_clock_source clock;
    const portal::credential_book nobodys;
    const portal::https_portal unused(nowhere.get_executor(), clock, nobodys, how);
    const auto ready = unused.ready();
    if (ready) return;
    auto made = problem(
        "config.ca-file",
        base::describe(ready.error()),
        "it has to hold the certificates of the authorities to trust, in PEM"
    );
    made.path = by_flag ? "--ca-file" : key;
    if (!by_flag) made.where = portal.where;
    problems.add(std::move(made));
}

// A key that is understood and does nothing yet must not look like a protection.
void warn_about_idle_keys(const config& settings, base::diagnostics& problems) {
    const auto warn = [&](std::string_view key) {
        auto made = problem(
            "config.no-effect",
            fmt::format("'{}' has no effect in this version", key),
            "",
            whole(settings.file)
        );
        made.level = base::severity::warning;
        problems.add(std::move(made));
    };
    if (!settings.reports.textfile.empty()) warn("reports.textfile");
}

}  // namespace

namespace {

// `chosen`: nullptr where it is not known which portal is meant. What is wrong in one file does not
// hide what is wrong in the next.
std::optional<people_workspace> read_people(
    std::shared_ptr<const config> settings,
    const portal_config* chosen,
    const options& given,
    base::diagnostics& problems,
    roster_need need = roster_need::needed
) {
    auto roster = need == roster_need::needed ? find_roster(*settings, chosen, given, problems)
                                              : roster::roster_files();
    auto whom = read_selections(given, problems);
    if (!chosen) return std::nullopt;
    auto tokens =
        chosen->app
            ? read_app_tokens(*chosen->app, settings->oauth, process_environment(), problems)
            : std::nullopt;
    if (tokens && !tokens->how.ca_file.empty())
        is_there(tokens->how.ca_file, named_by("oauth.ca_file", "", *settings), problems);
    auto credentials = read_credentials(*chosen, tokens, problems);
    auto connection = connection_of(*chosen, settings->limits, given);
    const auto limits = limits_of(*chosen, settings->limits, given);
    return people_workspace{
        std::move(settings),
        *chosen,
        std::move(connection),
        limits,
        std::move(roster),
        nullptr,
        std::move(whom),
        std::move(credentials),
        std::move(tokens)
    };
}

std::shared_ptr<const config> load(const options& given, base::diagnostics& problems) {
    auto settings = load_config(given, problems);
    if (!settings) return nullptr;
    return std::make_shared<const config>(std::move(*settings));
}

// The portal of a command that is about one; nullptr where that is not known, which is told.
const portal_config* only_portal(
    const config& settings, const options& given, base::diagnostics& problems
) {
    const auto chosen = choose_portals(settings, given.portals, problems);
    if (chosen.size() > 1)
        problems.add(problem(
            "config.one-portal",
            "this command is about one portal, and --portal names several",
            "name one of them: " + names_of_portals(settings),
            whole(settings.file)
        ));
    return chosen.empty() ? nullptr : chosen.front();
}

// As many as are chosen; nothing is asked of what several have in common but once.
std::vector<workspace> open_all(
    const std::shared_ptr<const config>& settings,
    std::vector<const portal_config*> chosen,
    const options& given,
    base::diagnostics& problems
) {
    std::vector<workspace> all;
    const auto known = known_catalog(*settings, problems);
    policy_files policies(*settings, given, *known, problems);
    const auto shelf = chosen.size() > 1 ? std::make_shared<roster_shelf>() : nullptr;
    std::set<std::string> checked;  // files of certificate authorities
    if (chosen.empty()) chosen.push_back(nullptr);
    for (const auto* each : chosen) {
        auto what = policies.read_for(each);
        auto people = read_people(settings, each, given, problems);
        if (!people) continue;
        if (checked.insert(people->connection.ca_file).second)
            check_authorities(people->connection, *settings, *each, given, problems);
        if (shelf) shelf->expect(people->people);
        people->shelf = shelf;
        all.push_back(workspace{std::move(*people), known, std::move(what)});
    }
    if (problems.has_errors()) all.clear();
    return all;
}

}  // namespace

std::optional<workspace> open_workspace(const options& given, base::diagnostics& problems) {
    const auto settings = load(given, problems);
    if (!settings) return std::nullopt;
    warn_about_idle_keys(*settings, problems);
    const auto* chosen = only_portal(*settings, given, problems);
    std::vector<const portal_config*> one;
    if (chosen) one.push_back(chosen);
    auto all = open_all(settings, std::move(one), given, problems);
    if (all.empty()) return std::nullopt;
    return std::move(all.front());
}

std::vector<workspace> open_workspaces(const options& given, base::diagnostics& problems) {
    const auto settings = load(given, problems);
    if (!settings) return {};
    warn_about_idle_keys(*settings, problems);
    return open_all(settings, choose_portals(*settings, given.portals, problems), given, problems);
}

std::optional<people_workspace> open_people(const options& given, base::diagnostics& problems) {
    const auto settings = load(given, problems);
    if (!settings) return std::nullopt;
    const auto* chosen = only_portal(*settings, given, problems);
    auto made = read_people(settings, chosen, given, problems);
    if (made) check_authorities(made->connection, *settings, *chosen, given, problems);
    if (problems.has_errors()) return std::nullopt;
    return made;
}

std::optional<workspace> open_without_policies(
    const options& given, base::diagnostics& problems, roster_need need
) {
    const auto settings = load(given, problems);
    if (!settings) return std::nullopt;
    const auto known = known_catalog(*settings, problems);
    const auto* chosen = only_portal(*settings, given, problems);
    auto people = read_people(settings, chosen, given, problems, need);
    auto none = policy::policy_set::read_texts({}, *known, problems);
    if (people) check_authorities(people->connection, *settings, *chosen, given, problems);
    if (problems.has_errors()) return std::nullopt;
    return workspace{
        std::move(*people), known, std::make_shared<const policy::policy_set>(std::move(*none))
    };
}

bool names_several(const options& given) {
    return given.portals.size() > 1 ||
           (given.portals.size() == 1 &&
            (given.portals[0] == "all" ||
             given.portals[0].find_first_of("*?[!") != std::string::npos));
}

bool is_whole(const options& given) {
    return !given.limit && !given.exclude;
}

std::unique_ptr<roster::source> people_workspace::open_everybody(base::diagnostics& problems
) const {
    return shelf ? shelf->open(people, problems) : roster::open_roster(people, problems);
}

std::unique_ptr<roster::source> people_workspace::open_roster(base::diagnostics& problems) const {
    auto everybody = open_everybody(problems);
    if (!everybody || (!whom.limit && !whom.exclude)) return everybody;
    return std::make_unique<roster::selected_source>(std::move(everybody), whom);
}

bool people_workspace::has_admin() const {
    return credentials.knows(model::admin_credential());
}

base::diagnostic people_workspace::missing_admin() const {
    return problem(
        "credentials.no-admin",
        fmt::format(
            "a policy has steps 'as: admin', and portal '{}' has no administrator's webhook",
            portal.name.value()
        ),
        fmt::format("add portals.{}.admin.webhook: \"file:...\"", portal.name.value()),
        portal.where
    );
}

std::filesystem::path people_workspace::report_folder(
    const options& given, const model::run_header& run
) const {
    return report_place(given, settings->reports, run);
}

}  // namespace cli
