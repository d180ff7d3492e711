#include "report/characters.hpp"
#include "report/plan_text.hpp"
#include "report/summary_json.hpp"

#include <boost/json/serialize.hpp>

#include <utility>

namespace report {

namespace {

using model::array;
using model::object;

std::string_view name_of(model::step_kind kind) {
    switch (kind) {
        case model::step_kind::settings:
            return "settings";
        case model::step_kind::collection:
            return "collection";
        case model::step_kind::call:
            return "call";
    }
    return "";
}

object key_json(const plan_key& key) {
    object out{{"key", valid_utf8(key.key)}};
    if (!key.step_id.empty()) {
        out["step"] = valid_utf8(key.step_id);
    } else if (key.differing == 0) {
        out["wanted"] = key.values.empty() ? model::value() : key.values.front();
    } else {
        out["samples"] = array(key.values.begin(), key.values.end());
    }
    out["varies"] = key.differing != 0;
    if (!key.severity.empty()) out["severity"] = valid_utf8(key.severity);
    if (!key.why.empty()) out["why"] = valid_utf8(key.why);
    return out;
}

object step_json(const plan_step& step) {
    array keys;
    for (const auto& key : step.keys) keys.push_back(key_json(key));
    return {
        {"target", valid_utf8(step.target)},
        {"id", valid_utf8(step.id)},
        {"kind", name_of(step.kind)},
        {"as", step.as == model::acts_as::admin ? "admin" : "user"},
        {"once", step.repeat == model::repetition::once_per_user},
        {"with", std::move(keys)}
    };
}

object block_json(const plan_block& block) {
    array steps;
    for (const auto& step : block.steps) steps.push_back(step_json(step));
    return {
        {"users", block.users},
        {"samples", texts_json(block.samples)},
        {"requests_per_user", object{{"least", block.lowest.least}, {"most", block.highest.most}}},
        {"steps", std::move(steps)}
    };
}

}  // namespace

model::object plan_object(const offline_plan& plan, const plan_facts& facts) {
    array blocks;
    for (const auto& block : plan.blocks()) blocks.push_back(block_json(block));
    auto cost = plan.requests();
    cost.most += facts.shared_requests;
    object body{
        {"portal", valid_utf8(facts.portal.value())},
        {"portal_url", valid_utf8(facts.portal_url)},
        {"offline", true},
        {"policies", texts_json(facts.policies)},
        {"planned", plan.planned_users()},
        {"blocked", plan.blocked_users()},
        {"excepted", facts.excepted},
        {"exempt_keys", facts.exempt_keys},
        {"selected", plan.planned_users() + plan.blocked_users() + facts.excepted},
        {"unmatched", facts.unmatched},
        {"requests", object{{"least", cost.least}, {"most", cost.most}}},
        {"forecast", valid_utf8(facts.forecast)},
        {"blocks", std::move(blocks)},
        {"blocked_by_reason", reasons_json(plan.blocked())}
    };
    if (!facts.played.empty()) body["played"] = played_json(facts.played);
    return body;
}

std::string plan_json(const offline_plan& plan, const plan_facts& facts) {
    const object document{{"format_version", format_version}, {"plan", plan_object(plan, facts)}};
    return boost::json::serialize(document) + '\n';
}

}  // namespace report
