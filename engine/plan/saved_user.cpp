#include "plan/saved_user.hpp"

#include "model/planned.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <utility>

namespace plan {

namespace {

std::string_view name_of(model::step_kind what) {
    switch (what) {
        case model::step_kind::settings:
            return "settings";
        case model::step_kind::collection:
            return "collection";
        case model::step_kind::call:
            return "call";
    }
    return "call";
}

// Null where the portal's answer had no such key, or there was no item.
model::value held_under(
    const catalog::resource& resource, const std::string& key, const model::step_result& seen
) {
    const auto* field = catalog::find_field(resource.fields, key);
    const auto* image = seen.before ? seen.before->if_object() : nullptr;
    const auto* found = field && image ? image->if_contains(catalog::answer_name(*field)) : nullptr;
    return found ? *found : model::value(nullptr);
}

void add_wanted(model::object& to, const model::wanted_value& wanted) {
    if (const auto* whole = std::get_if<model::step_reference>(&wanted)) {
        to["id_of"] = whole->step_id;
        return;
    }
    to["wanted"] = model::in_words(wanted);
    const auto* open = std::get_if<model::open_value>(&wanted);
    if (open == nullptr) return;
    model::array ids;
    for (const auto& each : open->places)
        ids.push_back(model::object{
            {"at", model::array(each.path.begin(), each.path.end())}, {"of", each.step_id}
        });
    to["ids"] = std::move(ids);
}

model::object exemption_json(const model::exemption& what) {
    return {
        {"number", what.number},
        {"target", what.target},
        {"key", what.key},
        {"accepted", what.accepted},
        {"reason", what.reason},
        {"owner", what.owner},
        {"until", what.until}
    };
}

void add_standing(model::object& to, const model::standing& under) {
    if (!under.policy.empty()) to["policy"] = under.policy;
    if (under.weight != 1) to["weight"] = under.weight;
    if (under.throttle != 0) to["throttle"] = under.throttle;
}

}  // namespace

std::size_t user_lines::origin_number(const model::key_origin& what, lines& into) {
    const auto number = origins_.size();
    auto content =
        boost::json::serialize(model::array{what.key, what.policy, what.severity, what.why});
    const auto [at, is_new] = origins_.try_emplace(std::move(content), number);
    if (!is_new) return at->second;
    model::object line{{"origin", number}, {"key", what.key}, {"policy", what.policy}};
    if (!what.severity.empty()) line["severity"] = what.severity;
    if (!what.why.empty()) line["why"] = what.why;
    const auto text = boost::json::serialize(line) + '\n';
    into.file += text;
    into.meaning += text;
    return number;
}

model::object user_lines::step(
    const model::step& which, const model::step_result& seen, lines& into
) {
    model::object made{
        {"kind", name_of(which.kind)},
        {"target", which.target},
        {"outcome", model::to_string(seen.what)}
    };
    if (!which.id.empty()) made["id"] = which.id;
    if (which.as == model::acts_as::admin) made["as"] = "admin";
    if (which.repeat == model::repetition::once_per_user) made["once"] = true;
    if (!seen.code.empty()) made["code"] = seen.code;
    if (seen.before) made["there"] = true;
    if (seen.remote_id) made["item"] = *seen.remote_id;
    const auto* resource = all_->find_resource(which.target);
    model::array with;
    for (const auto& each : which.with) {
        model::object one{{"key", each.key()}, {"origin", origin_number(*each.origin, into)}};
        if (resource && which.kind != model::step_kind::call) {
            auto held = held_under(*resource, each.key(), seen);
            if (!held.is_null()) one["before"] = std::move(held);
        }
        add_wanted(one, each.wanted);
        if (each.form == model::value_form::as_seen) one["as_seen"] = true;
        const auto change = std::ranges::find(seen.changes, each.key(), &model::key_change::key);
        if (change != seen.changes.end()) one["to"] = change->wanted;
        with.push_back(std::move(one));
    }
    made["with"] = std::move(with);
    return made;
}

user_lines::lines user_lines::of(const model::job_result& seen, protection shield) {
    lines made;
    const auto planned = model::planned_for(seen);
    model::object line{{"user", seen.what.who.id.value()}, {"planned", model::to_string(planned)}};
    if (!seen.what.who.email.empty()) line["email"] = seen.what.who.email;
    if (shield == protection::is_protected) line["protected"] = true;
    if (planned == model::planned::change) {
        add_standing(line, seen.what.under);
        model::array steps;
        for (std::size_t i = 0; i < seen.steps.size(); ++i)
            steps.push_back(step(seen.what.steps[i], seen.steps[i], made));
        line["steps"] = std::move(steps);
    }
    if (planned == model::planned::blocked) line["blocked"] = model::to_string(seen.blocked);
    if (!seen.what.exempt.empty()) {
        model::array exempt;
        for (const auto& each : seen.what.exempt) exempt.push_back(exemption_json(each));
        line["exempt"] = std::move(exempt);
    }
    made.meaning += boost::json::serialize(line) + '\n';
    // How a failure was worded is of no weight.
    if (!seen.reason.empty()) line["reason"] = seen.reason;
    const auto code = std::ranges::find_if(seen.steps, [](const model::step_result& each) {
        return !each.code.empty() && each.code != "done-before";
    });
    if (planned != model::planned::change && code != seen.steps.end()) {
        const auto place = static_cast<std::size_t>(code - seen.steps.begin());
        line["code"] = code->code;
        line["at"] = seen.what.steps[place].target;
    }
    made.file += boost::json::serialize(line) + '\n';
    return made;
}

}  // namespace plan
