#include "cli/explanation_text.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace cli {

namespace {

using policy::explained_key;
using policy::explained_policy;
using policy::explained_step;
using policy::explained_value;

std::string shown(const model::wanted_value& wanted) {
    if (const auto* whole = std::get_if<model::step_reference>(&wanted))
        return fmt::format("the id of step '{}'", whole->step_id);
    return boost::json::serialize(model::in_words(wanted));
}

std::string_view words(explained_policy::verdict said) {
    switch (said) {
        case explained_policy::verdict::applies:
            return "applies";
        case explained_policy::verdict::not_matched:
            return "does not apply: spec.match does not fit";
        case explained_policy::verdict::condition_false:
            return "does not apply: spec.when is false";
        case explained_policy::verdict::parent_only:
            return "abstract: only for others to extend";
    }
    return "";
}

// ", weight 4, 10 at a time"; "" where nothing is said of it.
std::string turns_of(const explained_policy& which) {
    std::string text;
    if (which.weight != 1) text += fmt::format(", weight {}", which.weight);
    if (which.throttle != 0) text += fmt::format(", {} at a time", which.throttle);
    return text;
}

// "sales (priority 200), policies/sales.yaml:12:9"; an inherited step is its parent's, and counts
// as much as the child.
std::string source_of(const explained_value& said) {
    const auto through = said.by == said.policy ? "" : fmt::format(" through {}", said.by);
    return fmt::format(
        "{}{} (priority {}), {}", said.policy, through, said.priority, base::to_string(said.where)
    );
}

std::string key_text(const explained_key& key) {
    const auto& first = key.chain.front();
    const auto& value = shown(first.wanted);
    std::string out = key.exempt ? fmt::format("  {}   is left as it is\n", key.key)
                                 : fmt::format("  {} = {}\n", key.key, value);
    if (key.exempt) {
        const auto& left = *key.exempt;
        out += fmt::format(
            "      except  {}, until {}: {} ({}), {}\n",
            boost::json::serialize(left.accepted),
            left.until,
            left.reason,
            left.owner,
            base::to_string(left.where)
        );
        out += fmt::format("      instead {} of {}\n", value, source_of(first));
    } else {
        out += fmt::format("      by      {}\n", source_of(first));
    }
    for (std::size_t i = 1; i < key.chain.size(); ++i)
        out += fmt::format(
            "      over    {} of {}\n", shown(key.chain[i].wanted), source_of(key.chain[i])
        );
    if (!first.severity.empty()) out += fmt::format("      severity {}\n", first.severity);
    if (!first.why.empty()) out += fmt::format("      why     {}\n", first.why);
    return out;
}

std::string heading(const explained_step& step) {
    auto out = step.id.empty() ? step.target : fmt::format("{} ({})", step.id, step.target);
    if (step.as == model::acts_as::admin) out += ", as admin";
    if (step.repeat == model::repetition::once_per_user) out += ", once";
    return out;
}

std::string_view word(explained_policy::verdict said) {
    switch (said) {
        case explained_policy::verdict::applies:
            return "applies";
        case explained_policy::verdict::not_matched:
            return "not-matched";
        case explained_policy::verdict::condition_false:
            return "condition-false";
        case explained_policy::verdict::parent_only:
            return "abstract";
    }
    return "";
}

model::object value_json(const explained_value& said) {
    model::object made;
    if (const auto* whole = std::get_if<model::step_reference>(&said.wanted))
        made["step_id"] = whole->step_id;
    else
        made["value"] = model::in_words(said.wanted);
    made["policy"] = said.policy;
    made["through"] = said.by;
    made["priority"] = said.priority;
    made["where"] = base::to_string(said.where);
    made["severity"] = said.severity;
    made["why"] = said.why;
    return made;
}

model::object key_json(const explained_key& key) {
    model::array overrides;
    for (std::size_t i = 1; i < key.chain.size(); ++i)
        overrides.push_back(value_json(key.chain[i]));
    model::object made{
        {"key", key.key},
        {"enforced", !key.exempt.has_value()},
        {"wanted", value_json(key.chain.front())},
        {"overrides", std::move(overrides)},
        {"exception", nullptr},
    };
    if (key.exempt)
        made["exception"] = {
            {"accepted", key.exempt->accepted},
            {"reason", key.exempt->reason},
            {"owner", key.exempt->owner},
            {"until", key.exempt->until},
            {"where", base::to_string(key.exempt->where)},
        };
    return made;
}

}  // namespace

std::string explanation_text(const policy::explanation& what) {
    auto out = fmt::format("User {} {}\n\nPolicies\n", what.who.id.value(), what.who.email);
    std::size_t width = 0;
    for (const auto& each : what.policies) width = std::max(width, each.name.size());
    for (const auto& each : what.policies)
        out += fmt::format(
            "  {:>5}  {:<{}}  {}{}\n",
            each.priority,
            each.name,
            width,
            words(each.said),
            turns_of(each)
        );
    for (const auto& step : what.steps) {
        out += fmt::format("\n{}\n", heading(step));
        for (const auto& key : step.keys) out += key_text(key);
    }
    return out;
}

model::object explanation_json(const policy::explanation& what) {
    model::array policies;
    for (const auto& each : what.policies)
        policies.push_back(model::object{
            {"name", each.name},
            {"priority", each.priority},
            {"where", base::to_string(each.where)},
            {"verdict", word(each.said)},
            {"weight", each.weight},
            {"throttle", each.throttle == 0 ? model::value() : model::value(each.throttle)},
        });
    model::array steps;
    for (const auto& step : what.steps) {
        model::array keys;
        for (const auto& key : step.keys) keys.push_back(key_json(key));
        steps.push_back(model::object{
            {"id", step.id},
            {"target", step.target},
            {"as", step.as == model::acts_as::admin ? "admin" : "user"},
            {"once", step.repeat == model::repetition::once_per_user},
            {"keys", std::move(keys)},
        });
    }
    return {
        {"format_version", 1},
        {"user", {{"id", what.who.id.value()}, {"email", what.who.email}}},
        {"policies", std::move(policies)},
        {"steps", std::move(steps)},
    };
}

}  // namespace cli
