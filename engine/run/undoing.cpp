#include "run/undoing.hpp"

#include "catalog/former_value.hpp"

#include <algorithm>

namespace run {

namespace {

using journal::step_row;

constexpr std::string_view cannot = "cannot-take-back";

bool is_there(const std::optional<model::value>& image) {
    return image && !image->is_null();
}

// nullptr: there is no image, or none of this key.
const model::value* value_in(
    const std::optional<model::value>& image, const catalog::field& which
) {
    const auto* map = image ? image->if_object() : nullptr;
    return map == nullptr ? nullptr : map->if_contains(catalog::answer_name(which));
}

bool may_have_written(const step_row& step) {
    return step.what == model::outcome::changed || step.what == model::outcome::failed ||
           step.what == model::outcome::unknown;
}

bool is_deletion(const step_row& step) {
    return step.kind == model::step_kind::collection && is_there(step.before) && step.after &&
           step.after->is_null();
}

bool is_making(const step_row& step) {
    return step.kind == model::step_kind::collection && !is_there(step.before);
}

// Whether the step's row leaves open what was really written.
bool needs_attempts(const step_row& step) {
    return !step.what || step.what == model::outcome::failed ||
           (may_have_written(step) && is_making(step));
}

// A refused write changed nothing.
bool has_taken_effect(const step_row& step, const std::vector<journal::attempt_row>& sent) {
    return std::ranges::any_of(sent, [&](const journal::attempt_row& each) {
        return each.step == step.place && each.why == model::purpose::write &&
               (each.what == journal::fate::accepted || each.what == journal::fate::unknown);
    });
}

// Somebody else may have made an item of the same name; only the answer to our own call proves that
// it was us.
bool is_proven(
    const step_row& step,
    const catalog::resource& resource,
    const std::vector<journal::attempt_row>& sent
) {
    return step.remote_id && resource.create &&
           std::ranges::any_of(sent, [&](const journal::attempt_row& each) {
               return each.step == step.place && each.why == model::purpose::write &&
                      each.method == resource.create->method && each.created == step.remote_id;
           });
}

bool holds_any(const model::value& what, const std::set<std::string>& ids) {
    if (const auto* text = what.if_string()) return ids.contains(std::string(*text));
    if (const auto* number = what.if_int64()) return ids.contains(std::to_string(*number));
    const auto* map = what.if_object();
    return map != nullptr && std::ranges::any_of(*map, [&](const auto& entry) {
               return holds_any(entry.value(), ids);
           });
}

bool names_sections(const catalog::field& which) {
    return which.type == catalog::field_type::section_id ||
           which.type == catalog::field_type::section_map;
}

model::user user_of(const journal::job_row& job) {
    model::user made;
    made.id = job.who;
    made.email = job.email;
    made.attributes = {{"id", job.who.value()}, {"email", job.email}};
    return made;
}

std::set<std::string> deleted_by(const journal::job_row& job) {
    std::set<std::string> all;
    for (const auto& each : job.steps)
        if (is_deletion(each) && each.remote_id) all.insert(*each.remote_id);
    return all;
}

model::step step_after(const step_row& from) {
    model::step made;
    made.id = from.id;
    made.kind = from.kind;
    made.target = from.target;
    made.as = from.as;
    return made;
}

}  // namespace

base::result<std::optional<model::job>> undoing::of(
    const journal::job_row& what, const attempts_source& ask
) {
    // What was written under somebody else's credential was put back at once, and is none of his.
    if (what.blocked == model::block_reason::wrong_identity) return std::nullopt;
    attempts sent;
    if (std::ranges::any_of(what.steps, needs_attempts)) {
        auto read = ask();
        if (!read) return std::unexpected(std::move(read.error()));
        sent = std::move(*read);
    }
    const auto gone = deleted_by(what);
    model::job made;
    for (auto step = what.steps.rbegin(); step != what.steps.rend(); ++step) {
        const auto* resource =
            step->kind == model::step_kind::call ? nullptr : all_->find_resource(step->target);
        undo({*step, resource, sent, gone}, made.steps);
    }
    if (made.steps.empty()) return std::nullopt;
    made.who = user_of(what);
    return made;
}

void undoing::undo(const past& what, std::vector<model::step>& into) {
    const auto& step = what.step;
    if (!step.what) {
        if (has_taken_effect(step, what.sent))
            into.push_back(hindered(
                step,
                cannot,
                "the run was killed while it was written, and what was there before is not known"
            ));
        return;
    }
    if (!may_have_written(step)) return;
    if (step.what == model::outcome::failed && !has_taken_effect(step, what.sent)) return;
    if (step.kind == model::step_kind::call)
        return into.push_back(hindered(
            step,
            cannot,
            step.what == model::outcome::changed ? "it was called" : "it may have been called"
        ));
    if (what.resource == nullptr)
        return into.push_back(
            hindered(step, cannot, "the catalog does not know '" + step.target + "' any more")
        );
    if (is_deletion(step))
        return into.push_back(
            hindered(step, cannot, "it was deleted, and does not come back under its id")
        );
    if (is_making(step)) return undo_making(what, into);
    undo_keys(what, into);
}

void undoing::undo_keys(const past& what, std::vector<model::step>& into) {
    auto back = step_after(what.step);
    if (back.kind == model::step_kind::collection) back.item = what.step.remote_id.value_or("");
    std::map<std::string, std::string> lost;  // keys by why
    for (const auto& change : what.step.changes) {
        if (change.fate == model::key_fate::changed_since) continue;
        std::string why_not;
        if (auto setting = former_setting(what, change, why_not)) {
            back.with.push_back(std::move(*setting));
            continue;
        }
        auto& names = lost[why_not];
        names += (names.empty() ? "" : ", ") + change.key;
    }
    for (const auto& [why, names] : lost)
        into.push_back(hindered(what.step, cannot, names + ": " + why));
    if (!back.with.empty()) into.push_back(std::move(back));
}

std::optional<model::setting> undoing::former_setting(
    const past& what, const model::key_change& change, std::string& why_not
) {
    const auto& resource = *what.resource;
    const auto* field = catalog::find_field(resource.fields, change.key);
    if (field == nullptr) {
        why_not = "the catalog does not know it any more";
        return std::nullopt;
    }
    const auto* before = value_in(what.step.before, *field);
    const bool unseen = before == nullptr && resource.write.keeps == model::fidelity::types;
    auto former = unseen ? std::nullopt
                         : catalog::former_value_of(
                               resource, *field, before == nullptr ? model::value() : *before
                           );
    if (!former) {
        why_not = "nothing that can be sent brings back what was there before";
        return std::nullopt;
    }
    if (names_sections(*field) && holds_any(former->what, what.gone)) {
        why_not = "it pointed to what this run deleted";
        return std::nullopt;
    }
    const auto* after = value_in(what.step.after, *field);
    if (after == nullptr && change.wanted.is_null()) {
        why_not = "what was written is not known";
        return std::nullopt;
    }
    model::setting made{origin_of(change), std::move(former->what), former->form};
    made.only_over = after == nullptr ? change.wanted : *after;
    return made;
}

void undoing::undo_making(const past& what, std::vector<model::step>& into) {
    const auto& step = what.step;
    if (!is_proven(step, *what.resource, what.sent))
        return into.push_back(hindered(
            step,
            cannot,
            step.remote_id ? "it is there, but it is not proven that this run made it"
                           : "it may have been made"
        ));
    if (!what.resource->remove)
        return into.push_back(hindered(step, cannot, "it was made, and cannot be deleted"));
    if (made_ == made_items::keep)
        return into.push_back(hindered(
            step,
            "made-and-kept",
            "made by the run; --delete-created deletes what nobody changed and nothing is in"
        ));
    auto back = step_after(step);
    back.item = *step.remote_id;
    back.should_be = model::existence::absent;
    for (const auto& change : step.changes) {
        model::setting held{origin_of(change), model::value()};
        const auto* field = catalog::find_field(what.resource->fields, change.key);
        const auto* after = field == nullptr ? nullptr : value_in(step.after, *field);
        held.only_over = after == nullptr ? change.wanted : *after;
        back.with.push_back(std::move(held));
    }
    into.push_back(std::move(back));
}

std::shared_ptr<const model::key_origin> undoing::origin_of(const model::key_change& change) {
    auto& known = origins_[{change.key, change.severity}];
    if (!known) {
        model::key_origin made;
        made.key = change.key;
        made.severity = change.severity;
        known = std::make_shared<const model::key_origin>(std::move(made));
    }
    return known;
}

model::step undoing::hindered(const step_row& step, std::string_view code, std::string reason) {
    auto made = step_after(step);
    auto& known = hindrances_[{std::string(code), reason}];
    if (!known)
        known = std::make_shared<const model::hindrance>(
            model::hindrance{std::string(code), std::move(reason)}
        );
    made.hindered = known;
    return made;
}

}  // namespace run
