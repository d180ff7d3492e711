#include "report/characters.hpp"
#include "report/seen_plan_text.hpp"
#include "report/summary_json.hpp"

#include <boost/json/serialize.hpp>

#include <utility>

namespace report {

namespace {

using model::array;
using model::object;

std::string_view name_of(change_action what) {
    switch (what) {
        case change_action::set:
            return "set";
        case change_action::create:
            return "create";
        case change_action::update:
            return "update";
        case change_action::call:
            return "call";
    }
    return "set";
}

object key_json(const block_key& key) {
    object out{{"key", valid_utf8(key.key)}, {"varies", key.values.size() > 1}};
    array samples;
    for (const auto& each : key.values)
        samples.push_back(object{{"before", each.before}, {"wanted", each.wanted}});
    if (key.values.size() == 1) {
        out["before"] = key.values.front().before;
        out["wanted"] = key.values.front().wanted;
    } else {
        out["samples"] = std::move(samples);
    }
    if (!key.severity.empty()) out["severity"] = valid_utf8(key.severity);
    if (!key.why.empty()) out["why"] = valid_utf8(key.why);
    return out;
}

object step_json(const block_step& step) {
    array keys;
    for (const auto& key : step.keys) keys.push_back(key_json(key));
    return {
        {"target", valid_utf8(step.target)},
        {"id", valid_utf8(step.id)},
        {"action", name_of(step.action)},
        {"as", step.as == model::acts_as::admin ? "admin" : "user"},
        {"once", step.repeat == model::repetition::once_per_user},
        {"keys", std::move(keys)}
    };
}

array blocks_json(const seen_plan& plan, const seen_plan_facts& facts) {
    array out;
    for (const auto& block : plan.changes().blocks()) {
        array steps;
        for (const auto& step : block.steps) steps.push_back(step_json(step));
        object one{
            {"number", out.size() + 1},
            {"users", block.users},
            {"samples", texts_json(block.samples)},
            {"steps", std::move(steps)}
        };
        const auto whole = facts.expanded.find(out.size());
        if (whole != facts.expanded.end()) one["everybody"] = texts_json(whole->second);
        out.push_back(std::move(one));
    }
    return out;
}

array exemptions_json(const seen_plan& plan) {
    array out;
    for (const auto& each : plan.exempt())
        out.push_back(object{
            {"target", valid_utf8(each.what.target)},
            {"key", valid_utf8(each.what.key)},
            {"accepted", each.what.accepted},
            {"reason", valid_utf8(each.what.reason)},
            {"owner", valid_utf8(each.what.owner)},
            {"until", valid_utf8(each.what.until)},
            {"users", each.users},
            {"samples", texts_json(each.samples)}
        });
    return out;
}

object severities_json(const change_blocks& changes) {
    object out;
    for (const auto& [severity, keys] : changes.severities())
        if (!severity.empty()) out[valid_utf8(severity)] = keys;
    return out;
}

array names_json(const std::set<std::string>& names) {
    array out;
    for (const auto& each : names) out.emplace_back(each);
    return out;
}

}  // namespace

std::string seen_plan_json(const seen_plan& plan, const seen_plan_facts& facts) {
    object users;
    for (const auto which : model::all_planned) users[model::to_string(which)] = plan.count(which);
    const auto scopes = facts.scopes.value_or(plan_scopes());
    object body{
        {"command", valid_utf8(facts.command)},
        {"portal", valid_utf8(facts.portal.value())},
        {"portal_url", valid_utf8(facts.portal_url)},
        {"offline", false},
        {"policies", texts_json(facts.policies)},
        {"seen_at", valid_utf8(facts.seen_at)},
        {"sha256", facts.sha256},
        {"whole", plan.count(model::planned::unseen) == 0},
        {"users", std::move(users)},
        {"selected", plan.selected()},
        {"unmatched", facts.unmatched},
        {"calls_left_out", facts.calls_left_out},
        {"keys", plan.changes().keys()},
        {"severities", severities_json(plan.changes())},
        {"requests", facts.forecast.requests},
        {"forecast", valid_utf8(facts.forecast.text)},
        {"scopes", object{{"users", names_json(scopes.users)}, {"admin", names_json(scopes.admin)}}
        },
        {"blocks", blocks_json(plan, facts)},
        {"blocked_by_reason", reasons_json(plan.blocked())},
        {"unseen_by_reason", reasons_json(plan.unseen())},
        {"exceptions", exemptions_json(plan)}
    };
    if (!facts.forecast.played.empty()) body["played"] = played_json(facts.forecast.played);
    const object document{{"format_version", format_version}, {"plan", body}};
    return boost::json::serialize(document) + '\n';
}

}  // namespace report
