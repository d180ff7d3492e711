#include "cli/config/read_portal.hpp"

#include "cli/config/config_values.hpp"
#include "cli/config/read_oauth.hpp"
#include "cli/config/read_roster.hpp"
#include "pacing/line_lending.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace cli {
namespace {

using document::presence;

struct plan_numbers {
    std::string_view name;
    portal_plan plan;
    std::uint32_t burst;
    double rate;
};

// portal-facts 3. A self-hosted portal has whatever its owner set up, so it has no numbers here.
constexpr plan_numbers plans[] = {
    {"standard", portal_plan::standard, 50, 2},
    {"enterprise", portal_plan::enterprise, 250, 5},
    {"selfhosted", portal_plan::selfhosted, 0, 0},
};

constexpr std::int64_t most_burst = 100'000;
constexpr std::int64_t most_weight = pacing::line_lending::most_weight;
constexpr double most_rate = 10'000;

// A webhook's address may stand where the portal's belongs, so neither it nor its line is shown.
void read_url(portal_config& into, document::mapping_reader& from) {
    const auto* found = from.value("url", presence::required);
    if (found == nullptr) return;
    auto at = found->kind == document::node_kind::text
                  ? portal::parse_origin(found->text)
                  : std::unexpected(std::string("must be text"));
    if (!at) {
        const bool webhook = found->text.contains("/rest/");
        from.refuse(
            "url",
            "url",
            "the address of a portal " + at.error(),
            webhook
                ? "this looks like a webhook; put it into a file of its own and name that under "
                  "admin.webhook; here belongs https://HOST alone"
                : "write it as https://acme.bitrix24.com",
            document::discretion::secret
        );
        return;
    }
    into.at = std::move(*at);
    into.url = "https://" + portal::to_string(into.at);
}

// HOST or HOST:PORT; without a port, the address's own.
void read_connect_to(portal_config& into, document::mapping_reader& from) {
    const auto text = from.text("connect_to", presence::optional);
    if (!text) return;
    const bool bare_address = std::ranges::count(*text, ':') > 1 && !text->starts_with('[');
    auto at = portal::parse_origin("https://" + (bare_address ? '[' + *text + ']' : *text));
    if (!at) {
        from.refuse(
            "connect_to",
            "address",
            "a host to connect to " + at.error(),
            "write it as 10.0.0.7 or 10.0.0.7:8443; without a port it is that of the url"
        );
        return;
    }
    if (!text->contains(':') || bare_address) at->port = into.at.port;
    into.connect_to = std::move(*at);
}

void read_weight(portal_config& into, document::mapping_reader& from) {
    if (const auto weight = read_count(from, "weight", 1, most_weight))
        into.weight = static_cast<std::uint32_t>(*weight);
}

void read_plan(portal_config& into, document::mapping_reader& from) {
    const auto name = from.text("plan", presence::optional).value_or("standard");
    const auto burst = read_count(from, "burst", 1, most_burst);
    const auto rate = read_amount(from, "rate", {.above = 0, .most = most_rate});
    const auto* plan = std::ranges::find(plans, name, &plan_numbers::name);
    if (plan == std::end(plans)) {
        from.refuse(
            "plan",
            "plan",
            "a plan is one of: standard, enterprise, selfhosted",
            "the plan tells how fast a portal may be asked"
        );
        return;
    }
    into.plan = plan->plan;
    into.burst = plan->burst;
    into.rate = plan->rate;
    if (plan->plan == portal_plan::selfhosted) {
        from.value("burst", presence::required);
        from.value("rate", presence::required);
        into.burst = static_cast<std::uint32_t>(burst.value_or(0));
        into.rate = rate.value_or(0);
        return;
    }
    for (const auto* key : {"burst", "rate"}) {
        if (from.value(key, presence::optional) == nullptr) continue;
        from.refuse(
            key,
            "plan",
            fmt::format("the plan '{}' has a {} of its own", name, key),
            "leave it out, or write plan: selfhosted"
        );
    }
}

// {webhooks: ..., oauth: {...}}: one of them, or both for different people.
void read_users(
    portal_config& into, document::mapping_reader& portal, const std::filesystem::path& folder
) {
    auto from = portal.mapping("users", presence::optional, document::discretion::secret);
    if (!from) return;
    if (auto app = from->mapping("oauth", presence::optional)) {
        into.app = read_app(*app, folder);
        into.users_by_app = into.app.has_value();
        app->finish();
    }
    if (!from->has("oauth") || from->has("webhooks"))
        into.user_webhooks = read_reference(*from, "webhooks", folder);
    from->finish();
}

// {webhook: ...} or {oauth: {user_id: ...}}, which is a user of the users' application where they
// have one, and otherwise names one itself.
void read_admin(
    portal_config& into, document::mapping_reader& portal, const std::filesystem::path& folder
) {
    constexpr std::int64_t most_users = 1'000'000'000'000;
    auto from = portal.mapping("admin", presence::optional, document::discretion::secret);
    if (!from) return;
    if (auto app = from->mapping("oauth", presence::optional)) {
        app->value("user_id", presence::required);
        const auto who = read_count(*app, "user_id", 1, most_users);
        if (!into.users_by_app) into.app = read_app(*app, folder);
        if (who) into.admin_by_app = model::user_id(*who);
        app->finish();
    }
    if (from->has("oauth") && from->has("webhook"))
        from->refuse(
            "oauth", "oauth", "the administrator has a webhook already", "leave one of them out"
        );
    if (!from->has("oauth") || from->has("webhook"))
        into.admin_webhook = read_reference(*from, "webhook", folder);
    from->finish();
}

}  // namespace

std::optional<secret_reference> read_reference(
    document::mapping_reader& from, std::string_view key, const std::filesystem::path& folder
) {
    const auto text = from.text(key, presence::required);
    if (!text) return std::nullopt;
    auto made = parse_secret_reference(*text, folder);
    if (!made) {
        from.refuse(
            key,
            "secret",
            made.error(),
            "a secret itself does not belong here: put it into a file of its own, chmod 600, and "
            "write file:PATH"
        );
        return std::nullopt;
    }
    made->where = from.value(key, presence::required)->where;
    made->path = from.path_of(key);
    return std::move(*made);
}

portal_config read_portal(
    std::string_view name,
    document::mapping_reader& from,
    const std::filesystem::path& folder,
    base::diagnostics& problems
) {
    portal_config made;
    made.name = model::portal_name(std::string(name));
    read_url(made, from);
    read_plan(made, from);
    read_weight(made, from);
    made.ca_file = read_path(from, "ca_file", folder).value_or(std::filesystem::path());
    read_users(made, from, folder);
    read_admin(made, from, folder);
    read_connect_to(made, from);
    if (from.boolean("plan_only", presence::optional).value_or(false))
        made.use = portal_use::plan_only;
    read_roster(made.roster, made.directory, from, folder, problems);
    made.policies = read_policy_files(from, folder);
    made.exceptions = read_path(from, "exceptions", folder).value_or(std::filesystem::path());
    from.finish();
    return made;
}

bool is_portal_name(std::string_view text) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '.';
    };
    return !text.empty() && text.front() != '.' && text.front() != '-' &&
           std::ranges::all_of(text, fits);
}

}  // namespace cli
