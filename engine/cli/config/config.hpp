#pragma once

#include "base/diagnostic.hpp"
#include "cli/config/secret_reference.hpp"
#include "document/node.hpp"
#include "model/ids.hpp"
#include "pacing/leaky_bucket.hpp"
#include "pacing/stop_rule.hpp"
#include "pacing/waves.hpp"
#include "portal/directory/user_query.hpp"
#include "portal/origin.hpp"
#include "portal/token_endpoint.hpp"
#include "roster/department_tree.hpp"
#include "roster/open_roster.hpp"
#include "roster/selection_atom.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace cli {

// What the portal's tariff allows (portal-facts 3); a self-hosted one is set up by its owner.
enum class portal_plan { standard, enterprise, selfhosted };

// Whether a portal may be written to, or is only looked at.
enum class portal_use { apply, plan_only };

// Which users of the portal's own directory the roster has.
struct directory_config {
    std::vector<roster::department_wish> departments;  // with those below; none = everybody's
    std::vector<portal::field_condition> filter;
    portal::activity active = portal::activity::active;
    portal::company from = portal::company::employees;
    std::chrono::milliseconds max_age = std::chrono::hours(12);  // of what is kept of it
    base::source_pos where;
};

// An application of a portal (OAuth), and where the tokens of its users are kept.
struct app_config {
    std::string client_id;
    secret_reference client_secret;
    std::filesystem::path store;
    base::source_pos where;  // of `store`
    std::string path;
};

// Where tokens are renewed.
struct oauth_config {
    std::optional<portal::token_endpoint> endpoint;
    std::vector<std::string> allowed_hosts = portal::documented_token_hosts();
    std::filesystem::path ca_file;  // empty = the system's authorities
};

struct portal_config {
    model::portal_name name;
    portal::origin at;
    std::string url;  // "https://acme.bitrix24.com", with a port where it is not 443
    portal_plan plan = portal_plan::standard;
    portal_use use = portal_use::apply;
    std::uint32_t weight = 1;       // of the lines that portals have in common
    std::uint32_t burst = 50;       // the plan's, or as given for a self-hosted portal
    double rate = 2;                // requests per second
    std::filesystem::path ca_file;  // empty = the system's authorities
    std::optional<secret_reference> admin_webhook;  // one webhook
    std::optional<secret_reference> user_webhooks;  // a table of them (webhooks.hpp)
    // Where connections go, whatever address the host's name has; empty = look the name up.
    std::optional<portal::origin> connect_to;
    // This portal's own, in place of those that the configuration names for all; empty = no such.
    roster::roster_files roster;
    std::optional<directory_config> directory;
    std::vector<std::filesystem::path> policies;
    std::filesystem::path exceptions;
    std::optional<app_config> app;
    bool users_by_app = false;                   // whoever is in the application's store
    std::optional<model::user_id> admin_by_app;  // the administrator is this user of it
    base::source_pos where;
};

struct limits_config {
    double share = 0.9;  // of the portal's burst and rate that we use
    pacing::refused_requests refused_requests = pacing::refused_requests::count;
    std::size_t connections = 8;          // to one portal
    std::size_t total_connections = 512;  // requests under way at once, over all portals of a run
    std::chrono::milliseconds request_timeout{65'000};
    std::uint32_t retries = 6;  // after the first attempt
    std::chrono::milliseconds backoff_cap{60'000};
    // Of a method and a webhook or app in ten minutes (portal-facts 3); zero = no limit. Nothing =
    // 420 seconds, and none where the portal is self-hosted.
    std::optional<std::chrono::milliseconds> operating = std::nullopt;
};

struct batch_config {
    std::size_t max_commands = 50;
    std::chrono::milliseconds target{20'000};  // how long a batch should keep the portal busy
};

// Somebody who is not to be written to without a person's word.
struct protected_entry {
    roster::selection_atom who;
    base::source_pos where;
};

// Above these a run needs a person's word. Nothing = no such threshold.
struct safety_config {
    std::optional<double> max_change_percent;     // of the users selected
    std::optional<std::uint64_t> min_population;  // of fewer users no percentage is taken
    std::optional<std::uint64_t> max_changes;     // users
    std::vector<protected_entry> protected_users;
};

// What failures of users end, and in which waves a run goes. Nothing = not said.
struct errors_config {
    std::optional<std::uint64_t> max_fail;
    std::optional<double> max_fail_percent;
    std::optional<pacing::on_error> on_error;
    std::vector<pacing::wave_size> serial;  // none = all at once
};

struct reports_config {
    // With {{portal}} and {{run}} still in it.
    std::filesystem::path dir = "reports/{{portal}}/{{run}}";
    std::filesystem::path textfile;  // for the Prometheus node exporter; empty = none
};

// muster.yaml, read and checked. All paths are ready to use: relative ones lie in the file's
// folder.
struct config {
    std::filesystem::path file;
    std::vector<portal_config> portals;  // in the file's order, at least one
    limits_config limits;
    oauth_config oauth;
    batch_config batch;
    safety_config safety;
    errors_config errors;
    reports_config reports;
    roster::roster_files roster;  // no files = none given
    std::optional<directory_config> directory;
    std::vector<std::filesystem::path> policies;
    std::vector<std::filesystem::path> catalogs;  // folders of the company's own definitions
    std::filesystem::path exceptions;             // accepted deviations; empty = none given
    std::vector<std::string> environment;         // the names that policies may ask for
    std::filesystem::path state_dir;              // empty = none given

    // What counts for a portal: its own, or what is given for all.
    [[nodiscard]] const roster::roster_files& roster_of(const portal_config& which) const;
    [[nodiscard]] const std::optional<directory_config>& directory_of(const portal_config& which
    ) const;
    [[nodiscard]] const std::vector<std::filesystem::path>& policies_of(const portal_config& which
    ) const;
    [[nodiscard]] const std::filesystem::path& exceptions_of(const portal_config& which) const;

    [[nodiscard]] const portal_config* find(const model::portal_name& name) const;
};

// Everything that is wrong goes to `problems`; then nothing is given.
std::optional<config> read_config(const std::filesystem::path& file, base::diagnostics& problems);

// The same, from a document that was read already. `file`: where its relative paths start.
std::optional<config> read_config(
    const document::node& root, const std::filesystem::path& file, base::diagnostics& problems
);

}  // namespace cli
