#include "cli/config/config.hpp"
#include "cli/config/config_values.hpp"
#include "cli/config/read_errors.hpp"
#include "cli/config/read_oauth.hpp"
#include "cli/config/read_portal.hpp"
#include "cli/config/read_roster.hpp"
#include "cli/config/read_safety.hpp"
#include "document/excerpt.hpp"
#include "document/mapping_reader.hpp"
#include "document/problem.hpp"
#include "document/yaml.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace cli {
namespace {

using document::mapping_reader;
using document::presence;
using namespace std::chrono_literals;

void read_head(mapping_reader& from) {
    const auto version = from.text("apiVersion", presence::required);
    if (version && *version != "muster/v1") {
        from.refuse("apiVersion", "version", "this program reads apiVersion muster/v1");
    }
    const auto kind = from.text("kind", presence::required);
    if (kind && *kind != "Config") {
        from.refuse("kind", "kind", "a configuration has kind: Config");
    }
}

void read_portals(
    config& into,
    mapping_reader& root,
    const std::filesystem::path& folder,
    base::diagnostics& problems
) {
    const auto* portals = root.value("portals", presence::required);
    if (portals == nullptr) return;
    if (portals->kind != document::node_kind::mapping || portals->entries.empty()) {
        root.refuse(
            "portals",
            "portals",
            "a mapping of portals by their names was expected",
            "write at least one, such as acme: {url: https://acme.bitrix24.com}"
        );
        return;
    }
    for (const auto& [name, value] : portals->entries) {
        if (!is_portal_name(name.text)) {
            auto what = document::problem_at(
                name,
                "config.portal-name",
                "the name of a portal holds letters, digits, '-', '_' and '.' and begins with a "
                "letter, "
                "a digit or '_', not " +
                    document::in_quotes(name.text)
            );
            what.path = "portals";
            problems.add(std::move(what));
            continue;
        }
        mapping_reader from(value, "portals." + name.text, "config", problems);
        auto made = read_portal(name.text, from, folder, problems);
        made.where = name.where;
        into.portals.push_back(std::move(made));
    }
}

constexpr std::array refused_words{
    document::word<pacing::refused_requests>{"count", pacing::refused_requests::count},
    document::word<pacing::refused_requests>{"free", pacing::refused_requests::free},
};

void read_limits(limits_config& into, mapping_reader& root) {
    auto from = root.mapping("limits", presence::optional);
    if (!from) return;
    if (const auto share = read_amount(*from, "share", {.above = 0, .most = 1}))
        into.share = *share;
    if (const auto how = from->choice("refused_requests", refused_words, presence::optional))
        into.refused_requests = *how;
    if (const auto many = read_count(*from, "connections", 1, 256)) {
        into.connections = static_cast<std::size_t>(*many);
    }
    if (const auto many = read_count(*from, "total_connections", 1, 65'536)) {
        into.total_connections = static_cast<std::size_t>(*many);
    }
    if (const auto time = read_duration(*from, "request_timeout", 1s, 1h)) {
        into.request_timeout = *time;
    }
    if (const auto many = read_count(*from, "retries", 0, 100)) {
        into.retries = static_cast<std::uint32_t>(*many);
    }
    if (const auto time = read_duration(*from, "backoff_cap", 100ms, 1h)) into.backoff_cap = *time;
    into.operating = read_duration(*from, "operating", 0ms, 1h);
    from->finish();
}

void read_batch(batch_config& into, mapping_reader& root) {
    auto from = root.mapping("batch", presence::optional);
    if (!from) return;
    if (const auto many = read_count(*from, "max_commands", 1, 50)) {
        into.max_commands = static_cast<std::size_t>(*many);
    }
    if (const auto seconds = read_amount(*from, "target_seconds", {.above = 0, .most = 400})) {
        into.target = std::chrono::milliseconds(static_cast<std::int64_t>(*seconds * 1000));
    }
    from->finish();
}

void read_reports(reports_config& into, mapping_reader& root, const std::filesystem::path& folder) {
    into.dir = (folder / into.dir).lexically_normal();
    auto from = root.mapping("reports", presence::optional);
    if (!from) return;
    if (auto dir = read_path(*from, "dir", folder)) into.dir = std::move(*dir);
    if (auto file = read_path(*from, "textfile", folder)) into.textfile = std::move(*file);
    from->finish();
}

// One folder, or a list of them.
void read_catalogs(config& into, mapping_reader& root, const std::filesystem::path& folder) {
    const auto* written = root.value("catalog", presence::optional);
    if (written == nullptr) return;
    if (written->kind != document::node_kind::sequence) {
        if (auto one = read_path(root, "catalog", folder)) into.catalogs.push_back(std::move(*one));
        return;
    }
    for (const auto& each :
         root.texts("catalog", presence::optional).value_or(std::vector<std::string>())) {
        if (each.empty()) {
            root.refuse("catalog", "path", "a folder was expected, not an empty text");
            continue;
        }
        into.catalogs.push_back((folder / each).lexically_normal());
    }
}

// Names, never values: those who may ask for them are listed here, and secrets have no place there.
void read_environment(config& into, mapping_reader& root) {
    const auto names = root.texts("environment", presence::optional);
    if (!names) return;
    for (const auto& name : *names) {
        const auto fits = [](char c) {
            return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                   c == '_';
        };
        if (!name.empty() && std::ranges::all_of(name, fits) && !(name[0] >= '0' && name[0] <= '9'))
            into.environment.push_back(name);
        else
            root.refuse(
                "environment",
                "environment",
                "the name of an environment variable was expected, not " +
                    document::in_quotes(name),
                "policies read it as env.NAME"
            );
    }
}

void read_files(
    config& into,
    mapping_reader& root,
    const std::filesystem::path& folder,
    base::diagnostics& problems
) {
    read_roster(into.roster, into.directory, root, folder, problems);
    into.policies = read_policy_files(root, folder);
    if (auto file = read_path(root, "exceptions", folder)) into.exceptions = std::move(*file);
    read_environment(into, root);
    read_catalogs(into, root, folder);
    auto state = root.mapping("state", presence::optional);
    if (!state) return;
    if (auto dir = read_path(*state, "dir", folder)) into.state_dir = std::move(*dir);
    state->finish();
}

}  // namespace

const roster::roster_files& config::roster_of(const portal_config& which) const {
    return which.directory || !which.roster.files.empty() ? which.roster : roster;
}

const std::optional<directory_config>& config::directory_of(const portal_config& which) const {
    const bool own = which.directory || !which.roster.files.empty();
    return own ? which.directory : directory;
}

const std::vector<std::filesystem::path>& config::policies_of(const portal_config& which) const {
    return which.policies.empty() ? policies : which.policies;
}

const std::filesystem::path& config::exceptions_of(const portal_config& which) const {
    return which.exceptions.empty() ? exceptions : which.exceptions;
}

const portal_config* config::find(const model::portal_name& name) const {
    const auto found = std::ranges::find(portals, name, &portal_config::name);
    return found == portals.end() ? nullptr : &*found;
}

std::optional<config> read_config(
    const document::node& root, const std::filesystem::path& file, base::diagnostics& problems
) {
    const auto before = problems.errors();
    const auto folder = file.parent_path();
    config made;
    made.file = file;
    mapping_reader from(root, "", "config", problems);
    read_head(from);
    read_portals(made, from, folder, problems);
    read_limits(made.limits, from);
    made.oauth = read_oauth(from, folder);
    read_batch(made.batch, from);
    made.safety = read_safety(from, problems);
    made.errors = read_errors(from);
    read_reports(made.reports, from, folder);
    read_files(made, from, folder, problems);
    from.finish();
    if (problems.errors() != before) return std::nullopt;
    return made;
}

std::optional<config> read_config(const std::filesystem::path& file, base::diagnostics& problems) {
    const auto root = document::read_yaml_file(file, problems);
    if (!root) return std::nullopt;
    return read_config(*root, file, problems);
}

}  // namespace cli
