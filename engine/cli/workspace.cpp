#include "cli/workspace.hpp"

#include "async/system_clock_source.hpp"
#include "cli/config/as_typed.hpp"
#include "cli/config/find_config.hpp"
#include "cli/config/webhooks.hpp"
#include "cli/known_catalog.hpp"
#include "cli/live_directory.hpp"
#include "portal/https_portal.hpp"
#include "portal/webhook_url.hpp"
#include "roster/open_roster.hpp"

#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

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

base::source_pos whole(const std::filesystem::path& file) {
    return {std::make_shared<const std::string>(file.string()), 0, 0};
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

std::optional<portal_config> choose_portal(
    const config& settings, const options& given, base::diagnostics& problems
) {
    std::string names;
    for (const auto& each : settings.portals)
        names += (names.empty() ? "" : ", ") + each.name.value();
    if (!given.portal.empty()) {
        if (const auto* named = settings.find(model::portal_name(given.portal))) return *named;
        problems.add(problem(
            "config.unknown-portal",
            fmt::format("there is no portal '{}'", as_typed(given.portal)),
            "the configuration has: " + names,
            whole(settings.file)
        ));
        return std::nullopt;
    }
    if (settings.portals.size() == 1) return settings.portals.front();
    problems.add(problem(
        "config.which-portal",
        "the configuration has several portals",
        "name one of them with --portal: " + names,
        whole(settings.file)
    ));
    return std::nullopt;
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

portal::credential_book read_credentials(const portal_config& from, base::diagnostics& problems) {
    portal::credential_book book;
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

// Who said that there is such a file: the configuration, under `key`, or a flag.
std::string named_by(std::string_view key, std::string_view flag, const config& settings) {
    if (!flag.empty()) return fmt::format("{} names it", flag);
    return fmt::format("it is named under '{}' in {}", key, settings.file.string());
}

// Told here, where it is known who named it.
bool is_there(const std::filesystem::path& file, std::string named, base::diagnostics& problems) {
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored)) return true;
    problems.add(problem(
        "config.no-file", "there is no such file", std::move(named), whole(as_typed(file.string()))
    ));
    return false;
}

// What policies may speak of besides users: the portal, listed names of the environment, and
// variables that were given; those of --var count more than those of a file.
policy::reading reading_of(
    const config& settings,
    const std::optional<portal_config>& chosen,
    const options& given,
    base::diagnostics& problems
) {
    policy::reading made;
    if (chosen) {
        made.known.portal_name = chosen->name.value();
        made.known.portal_url = chosen->url;
    }
    const auto variables = process_environment();
    for (const auto& name : settings.environment)
        made.known.environment.emplace(name, variables(name));
    for (const auto& file : given.var_files)
        for (auto& each : policy::read_overrides(file, problems))
            made.overrides.push_back(std::move(each));
    for (const auto& text : given.vars)
        if (auto each = policy::read_override(text, problems))
            made.overrides.push_back(std::move(*each));
    return made;
}

std::optional<policy::policy_set> read_policies(
    const config& settings,
    const std::optional<portal_config>& chosen,
    const options& given,
    const catalog::definitions& all,
    base::diagnostics& problems
) {
    auto files = settings.policies;
    if (!given.policies.empty()) files.assign(given.policies.begin(), given.policies.end());
    if (files.empty()) {
        problems.add(problem(
            "config.no-policy",
            "no policy is given",
            "list them under 'policies', or use --policy",
            whole(settings.file)
        ));
        return std::nullopt;
    }
    const auto named = named_by("policies", given.policies.empty() ? "" : "--policy", settings);
    std::erase_if(files, [&](const auto& file) { return !is_there(file, named, problems); });
    if (files.empty()) return std::nullopt;
    return policy::policy_set::read(
        files, all, problems, reading_of(settings, chosen, given, problems)
    );
}

std::optional<policy::exceptions> read_exceptions(
    const config& settings, const catalog::definitions& all, base::diagnostics& problems
) {
    if (settings.exceptions.empty()) return policy::exceptions();
    if (!is_there(settings.exceptions, named_by("exceptions", "", settings), problems))
        return std::nullopt;
    const auto now = async::system_clock_source().wall_now();
    return policy::exceptions::read(
        settings.exceptions, all, std::chrono::floor<std::chrono::days>(now), problems
    );
}

// Nothing is read of it yet. Flags replace files and directory, and not how they are joined.
roster::roster_files find_roster(
    const config& settings,
    const std::optional<portal_config>& chosen,
    const options& given,
    base::diagnostics& problems
) {
    auto people = settings.roster;
    if (!given.roster.empty()) people.files.assign(given.roster.begin(), given.roster.end());
    const bool has_directory = settings.directory && given.roster.empty();
    if (has_directory && chosen) people.directory = directory_cache(settings, *chosen);
    if (people.files.empty() && !has_directory)
        problems.add(problem(
            "config.no-roster",
            "no roster is given",
            "name it under 'roster', or use --roster",
            whole(settings.file)
        ));
    const auto named = named_by("roster", given.roster.empty() ? "" : "--roster", settings);
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
    return made;
}

portal::portal_options connection_of(
    const portal_config& portal, const limits_config& limits, const options& given
) {
    portal::portal_options made;
    made.where = portal.at;
    made.ca_file = given.ca_file.empty() ? portal.ca_file.string() : given.ca_file;
    made.max_connections = limits.connections;
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
    const auto& safety = settings.safety;
    if (safety.max_change_percent || safety.max_changes || safety.min_population) warn("safety");
    if (!settings.reports.textfile.empty()) warn("reports.textfile");
}

std::optional<people_workspace> read_people(
    config settings,
    const std::optional<portal_config>& chosen,
    const options& given,
    base::diagnostics& problems
) {
    auto roster = find_roster(settings, chosen, given, problems);
    auto whom = read_selections(given, problems);
    auto credentials = chosen ? read_credentials(*chosen, problems) : portal::credential_book();
    auto connection =
        chosen ? connection_of(*chosen, settings.limits, given) : portal::portal_options();
    if (chosen) check_authorities(connection, settings, *chosen, given, problems);
    if (problems.has_errors() || !chosen) return std::nullopt;
    const auto limits = limits_of(*chosen, settings.limits, given);
    return people_workspace{
        std::move(settings),
        *chosen,
        std::move(connection),
        limits,
        std::move(roster),
        std::move(whom),
        std::move(credentials)
    };
}

void replace(std::string& text, std::string_view what, std::string_view by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
}

}  // namespace

std::optional<workspace> open_workspace(const options& given, base::diagnostics& problems) {
    auto settings = load_config(given, problems);
    if (!settings) return std::nullopt;
    warn_about_idle_keys(*settings, problems);
    // What is wrong in one file does not hide what is wrong in the next.
    const auto chosen = choose_portal(*settings, given, problems);
    auto known = known_catalog(*settings, problems);
    auto policies = read_policies(*settings, chosen, given, *known, problems);
    auto exceptions = read_exceptions(*settings, *known, problems);
    auto people = read_people(std::move(*settings), chosen, given, problems);
    if (!people || problems.has_errors() || !policies || !exceptions) return std::nullopt;
    policies->except(std::move(*exceptions));
    return workspace{std::move(*people), std::move(known), std::move(*policies)};
}

std::optional<people_workspace> open_people(const options& given, base::diagnostics& problems) {
    auto settings = load_config(given, problems);
    if (!settings) return std::nullopt;
    const auto chosen = choose_portal(*settings, given, problems);
    return read_people(std::move(*settings), chosen, given, problems);
}

bool is_whole(const options& given) {
    return !given.limit && !given.exclude;
}

std::unique_ptr<roster::source> people_workspace::open_roster(base::diagnostics& problems) const {
    auto everybody = roster::open_roster(people, problems);
    if (!everybody || (!whom.limit && !whom.exclude)) return everybody;
    return std::make_unique<roster::selected_source>(std::move(everybody), whom);
}

bool people_workspace::has_admin() const {
    return credentials.find(model::admin_credential()) != nullptr;
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
    if (!given.report_dir.empty()) return given.report_dir;
    auto text = settings.reports.dir.string();
    replace(text, "{{portal}}", run.portal.value());
    replace(text, "{{run}}", run.id.value());
    return text;
}

}  // namespace cli
