#include "cli/workspace.hpp"

#include "async/system_clock_source.hpp"
#include "catalog/definitions.hpp"
#include "cli/config/find_config.hpp"
#include "cli/config/webhooks.hpp"
#include "cli/known_catalog.hpp"
#include "portal/webhook_url.hpp"
#include "roster/open_roster.hpp"

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
            fmt::format("there is no portal '{}'", given.portal),
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

std::vector<std::filesystem::path> policy_files(const config& settings, const options& given) {
    if (given.policies.empty()) return settings.policies;
    return {given.policies.begin(), given.policies.end()};
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
    const auto files = policy_files(settings, given);
    if (!files.empty())
        return policy::policy_set::read(
            files, all, problems, reading_of(settings, chosen, given, problems)
        );
    problems.add(problem(
        "config.no-policy",
        "no policy is given",
        "list them under 'policies', or use --policy",
        whole(settings.file)
    ));
    return std::nullopt;
}

std::optional<policy::exceptions> read_exceptions(
    const config& settings, const catalog::definitions& all, base::diagnostics& problems
) {
    if (settings.exceptions.empty()) return policy::exceptions();
    const auto now = async::system_clock_source().wall_now();
    return policy::exceptions::read(
        settings.exceptions, all, std::chrono::floor<std::chrono::days>(now), problems
    );
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
    auto chosen = choose_portal(*settings, given, problems);
    auto known = known_catalog(*settings, problems);
    auto policies = read_policies(*settings, chosen, given, *known, problems);
    auto exceptions = read_exceptions(*settings, *known, problems);
    // Flags replace the files and not how they are joined.
    auto roster = settings->roster;
    if (!given.roster.empty()) roster.files.assign(given.roster.begin(), given.roster.end());
    if (roster.files.empty())
        problems.add(problem(
            "config.no-roster",
            "no roster is given",
            "name it under 'roster', or use --roster",
            whole(settings->file)
        ));
    auto whom = read_selections(given, problems);
    auto credentials = chosen ? read_credentials(*chosen, problems) : portal::credential_book();
    if (problems.has_errors() || !chosen || !policies || !exceptions) return std::nullopt;
    policies->except(std::move(*exceptions));
    auto connection = connection_of(*chosen, settings->limits, given);
    const auto limits = limits_of(*chosen, settings->limits, given);
    return workspace{
        std::move(*settings),
        std::move(*chosen),
        std::move(connection),
        limits,
        std::move(known),
        std::move(*policies),
        roster,
        std::move(whom),
        std::move(credentials)
    };
}

bool is_whole(const options& given) {
    return !given.limit && !given.exclude;
}

std::unique_ptr<roster::source> workspace::open_roster(base::diagnostics& problems) const {
    auto everybody = roster::open_roster(people, problems);
    if (!everybody || (!whom.limit && !whom.exclude)) return everybody;
    return std::make_unique<roster::selected_source>(std::move(everybody), whom);
}

bool workspace::has_admin() const {
    return credentials.find(model::admin_credential()) != nullptr;
}

base::diagnostic workspace::missing_admin() const {
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

std::filesystem::path workspace::report_folder(const options& given, const model::run_header& run)
    const {
    if (!given.report_dir.empty()) return given.report_dir;
    auto text = settings.reports.dir.string();
    replace(text, "{{portal}}", run.portal.value());
    replace(text, "{{run}}", run.id.value());
    return text;
}

}  // namespace cli
