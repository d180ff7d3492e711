#include "portal-sim/core/control.hpp"

#include "portal-sim/core/fault_order.hpp"
#include "portal-sim/core/switch_setting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portal_sim {

namespace {

namespace json = boost::json;

// What an order will do once all orders have been understood. It may add to the reply.
using deed = std::function<void(world& portal, json::object& said, time_point now)>;
using understood = std::expected<deed, std::string>;

std::unexpected<std::string> problem(std::string text) {
    return std::unexpected(std::move(text));
}

std::int64_t user_id(const json::value& value) {
    return value.is_int64() ? value.get_int64() : 0;
}

std::int64_t member_id(const json::value& value, std::string_view name) {
    const auto* map = value.if_object();
    const auto* found = map == nullptr ? nullptr : map->if_contains(name);
    return found == nullptr ? 0 : user_id(*found);
}

understood set_switches(world& portal, const json::value& value) {
    const auto* map = value.if_object();
    if (map == nullptr) return problem("'set' must be an object of switches");
    auto rules = portal.rules;
    for (const auto& each : *map)
        if (auto wrong = set_switch(rules, each.key(), each.value())) return problem(*wrong);
    return [rules](world& here, json::object&, time_point) { here.rules = rules; };
}

understood add_faults(world&, const json::value& value) {
    const auto* list = value.if_array();
    if (list == nullptr) return problem("'faults' must be a list");
    std::vector<fault_rule> rules;
    for (const auto& each : *list) {
        auto rule = parse_fault(each);
        if (!rule) return problem(rule.error());
        rules.push_back(std::move(*rule));
    }
    return [rules](world& here, json::object&, time_point) {
        for (const auto& rule : rules) here.faults.add(rule);
    };
}

understood clear_faults(world&, const json::value&) {
    return [](world& here, json::object&, time_point) { here.faults.clear(); };
}

understood reset(world&, const json::value&) {
    return [](world& here, json::object&, time_point) {
        here.seen = {};
        for (auto& [source, bucket] : here.buckets) bucket.forget_peak();
    };
}

// The hidden user that keeps the webhooks of the dismissed; it comes into being with the first.
std::int64_t system_account(world& portal) {
    for (const auto& [id, who] : portal.people.users())
        if (who.kind == user_kind::system_account) return id;
    user made;
    made.kind = user_kind::system_account;
    made.fields = {{"NAME", "REST"}, {"LAST_NAME", "system"}};
    return portal.people.add(std::move(made)).id;
}

understood move_webhook(world& portal, const json::value& value) {
    const auto from = member_id(value, "user");
    if (portal.credentials.webhook_of(from) == nullptr) return problem("no webhook of that 'user'");
    const auto* target = value.get_object().if_contains("to");
    const bool hidden = target != nullptr && *target == "system";
    const auto to = member_id(value, "to");
    if (!hidden && portal.people.find(to) == nullptr) return problem("there is no user 'to'");
    return [from, to, hidden](world& here, json::object&, time_point) {
        here.credentials.webhook_of(from)->user = hidden ? system_account(here) : to;
    };
}

understood set_active(world& portal, const json::value& value, bool active) {
    const auto id = user_id(value);
    if (portal.people.find(id) == nullptr) return problem("there is no such user");
    return [id, active](world& here, json::object&, time_point) {
        here.people.find(id)->active = active;
    };
}

understood dismiss(world& portal, const json::value& value) {
    return set_active(portal, value, false);
}

understood reinstate(world& portal, const json::value& value) {
    return set_active(portal, value, true);
}

enum class scope_change { add, remove };

// {"scope": "calendar", "user": 5}; without a user of everybody and of the app.
understood change_scope(world& portal, const json::value& value, scope_change change) {
    const auto* map = value.if_object();
    const auto* name = map == nullptr ? nullptr : map->if_contains("scope");
    if (name == nullptr || !name->is_string()) return problem("a scope order needs 'scope'");
    const auto user = member_id(value, "user");
    if (user != 0 && portal.credentials.webhook_of(user) == nullptr)
        return problem("no webhook of that 'user'");
    const std::string scope(std::string_view(name->get_string()));
    return [user, scope, change](world& here, json::object&, time_point) {
        const auto apply = [&](scope_set& scopes) {
            if (change == scope_change::add) scopes.insert(scope);
            if (change == scope_change::remove) scopes.erase(scope);
        };
        if (user == 0) apply(here.credentials.app().scopes);
        for (auto& [code, each] : here.credentials.webhooks())
            if (user == 0 || each.issued_to == user) apply(each.scopes);
    };
}

understood add_scope(world& portal, const json::value& value) {
    return change_scope(portal, value, scope_change::add);
}

understood remove_scope(world& portal, const json::value& value) {
    return change_scope(portal, value, scope_change::remove);
}

understood expire_webhook(world& portal, const json::value& value) {
    const auto id = user_id(value);
    if (portal.credentials.webhook_of(id) == nullptr) return problem("no webhook of that user");
    return [id](world& here, json::object&, time_point now) {
        here.credentials.webhook_of(id)->expires = now;
    };
}

// A user's id for his webhook alone, true or false for the portal as a whole.
understood overload(world& portal, const json::value& value) {
    if (value.is_bool()) {
        const bool all = value.get_bool();
        return [all](world& here, json::object&, time_point) {
            here.condition.overloaded = all;
            if (all) return;
            for (auto& [code, each] : here.credentials.webhooks()) each.overloaded = false;
        };
    }
    const auto id = user_id(value);
    if (portal.credentials.webhook_of(id) == nullptr) return problem("no webhook of that user");
    return [id](world& here, json::object&, time_point) {
        here.credentials.webhook_of(id)->overloaded = true;
    };
}

understood delete_portal(world&, const json::value& value) {
    if (!value.is_bool()) return problem("'portal_deleted' must be true or false");
    const bool deleted = value.get_bool();
    return [deleted](world& here, json::object&, time_point) { here.condition.deleted = deleted; };
}

understood redirect(world&, const json::value& value) {
    if (!value.is_string()) return problem("'redirect' must be https://host[:port], or \"\"");
    std::string to(std::string_view(value.get_string()));
    while (to.ends_with('/')) to.pop_back();
    return [to](world& here, json::object&, time_point) { here.condition.moved_to = to; };
}

understood trouble_tokens(world&, const json::value& value) {
    const auto* map = value.if_object();
    if (map == nullptr)
        return problem("'token_endpoint' must be an object: {error, status, count}");
    token_trouble made{1, {}, 400};
    for (const auto& each : *map) {
        if (each.key() == "error" && each.value().is_string())
            made.error = std::string(std::string_view(each.value().get_string()));
        else if (each.key() == "status" && each.value().is_int64())
            made.status = static_cast<int>(each.value().get_int64());
        else if (each.key() == "count" && each.value().is_int64() && each.value().get_int64() >= 0)
            made.count = static_cast<std::uint64_t>(each.value().get_int64());
        else
            return problem("'token_endpoint' takes error (text), status and count (numbers)");
    }
    return [made](world& here, json::object&, time_point) { here.condition.tokens = made; };
}

// A user's id, or 0 for everybody.
understood expire_tokens(world&, const json::value& value) {
    if (!value.is_int64()) return problem("'expire_tokens' must be a user's id, or 0 for all");
    const auto id = value.get_int64();
    return [id](world& here, json::object&, time_point now) {
        here.credentials.expire_access(id, now);
    };
}

understood issue_token(world& portal, const json::value& value) {
    const auto id = user_id(value);
    if (portal.people.find(id) == nullptr) return problem("there is no such user");
    return [id](world& here, json::object& said, time_point now) {
        const auto& made = here.credentials.issue(id, now, here.luck);
        said["token"] = json::object{
            {"access_token", made.access}, {"refresh_token", made.refresh}, {"user_id", id}
        };
    };
}

understood add_webhook(world& portal, const json::value& value) {
    const auto id = user_id(value);
    if (portal.people.find(id) == nullptr) return problem("there is no such user");
    if (portal.credentials.webhook_of(id) != nullptr) return problem("the user has a webhook");
    return [id](world& here, json::object& said, time_point) {
        const auto& made = here.credentials.add_webhook(id, all_scopes(), here.luck);
        said["webhook"] = fmt::format("{}rest/{}/{}/", here.options.url, id, made.code);
    };
}

struct order_row {
    std::string_view name;
    understood (*read)(world&, const json::value&);
};

constexpr std::array<order_row, 17> orders_known{{
    {"reset", reset},
    {"set", set_switches},
    {"clear_faults", clear_faults},
    {"faults", add_faults},
    {"move_webhook", move_webhook},
    {"dismiss", dismiss},
    {"reinstate", reinstate},
    {"add_scope", add_scope},
    {"remove_scope", remove_scope},
    {"expire_webhook", expire_webhook},
    {"overload", overload},
    {"portal_deleted", delete_portal},
    {"redirect", redirect},
    {"token_endpoint", trouble_tokens},
    {"expire_tokens", expire_tokens},
    {"issue_token", issue_token},
    {"add_webhook", add_webhook},
}};

json::object refused(std::string_view why) {
    return {{"ok", false}, {"problem", why}};
}

}  // namespace

json::object obey(world& portal, const json::object& orders, time_point now) {
    for (const auto& each : orders)
        if (std::ranges::find(orders_known, std::string_view(each.key()), &order_row::name) ==
            orders_known.end())
            return refused(fmt::format("there is no order '{}'", std::string(each.key())));
    std::vector<deed> deeds;
    for (const auto& row : orders_known) {
        const auto* value = orders.if_contains(row.name);
        if (value == nullptr) continue;
        auto order = row.read(portal, *value);
        if (!order) return refused(order.error());
        deeds.push_back(std::move(*order));
    }
    json::object said{{"ok", true}};
    for (const auto& each : deeds) each(portal, said, now);
    return said;
}

}  // namespace portal_sim
