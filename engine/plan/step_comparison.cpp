// What is there beside what should be: a part of step_progress.
#include "catalog/values.hpp"
#include "plan/guard.hpp"
#include "plan/step_progress.hpp"

#include <algorithm>
#include <utility>

namespace plan {

namespace {

// A reference becomes a section's id, which the catalog compares as text.
model::value normal_id(const catalog::field& which, const std::string& id) {
    const auto normal = catalog::normalise(which, model::value(id));
    return normal ? *normal : model::value(id);
}

}  // namespace

bool step_progress::has_references() const {
    return std::any_of(what_->with.begin(), what_->with.end(), [](const model::setting& each) {
        return !std::holds_alternative<model::value>(each.wanted);
    });
}

// Nothing: not known before the batch runs.
std::optional<model::value> step_progress::wanted(
    const model::setting& which, const references& ids
) const {
    if (const auto* fixed = std::get_if<model::value>(&which.wanted)) return *fixed;
    if (const auto* open = std::get_if<model::open_value>(&which.wanted)) return filled(*open, ids);
    const auto* id = known_id(ids, std::get<model::step_reference>(which.wanted).step_id);
    if (!id) return std::nullopt;
    const auto* field = resource_ ? catalog::find_field(resource_->fields, which.key()) : nullptr;
    return field ? normal_id(*field, *id) : model::value(*id);
}

// Before anything was read, a guard says what to expect.
bool step_progress::differs(const model::setting& which, const references& ids) const {
    if (!image_ && (was_read_ || !which.only_over)) return true;
    const auto* field = catalog::find_field(resource_->fields, which.key());
    const auto target = wanted(which, ids);
    if (!field || !target) return true;
    return !is_as_wanted(which, *field, *target, image_ ? seen_of(*field) : *which.only_over);
}

void step_progress::decide(const references& ids) {
    if (stage_ != stage::read || needs_reading()) return;
    if (removes()) return decide_removal();
    if (!what_->item.empty() && !image_ && is_judged_whole()) {
        outdated_ = "it is not there any more";
        stage_ = stage::write;
        return;
    }
    if (!what_->item.empty() && !image_)
        return end(model::outcome::skipped, "changed-since", "it is not there any more");
    for (const auto& each : what_->with)
        if (!is_settled(each.wanted, ids)) return;
    if (!std::exchange(noted_, true)) note_changes(ids);
    if (guarded_) weigh_guards(ids);
    bool right = image_.has_value();
    bool due = !image_;
    for (const auto& each : what_->with) {
        if (!differs(each, ids)) continue;
        right = false;
        due |= !is_left(result_.changes, each.key());
    }
    note_outdated();
    if (outdated_.empty() && !right && !due) return end_as_left();
    if (!right && how_ == intent::look) {
        would_create_ = !image_;
        auto left = left_in_words(result_.changes);
        end(model::outcome::differs, left.empty() ? "" : "changed-since", std::move(left));
    } else if (!right) {
        stage_ = stage::write;
    } else if (lost_) {
        end(model::outcome::changed,
            "",
            written_by_ ? "written by run " + written_by_->value() +
                              ", which this one continues; a read shows that it took effect"
                        : "the answer to the write was lost; a read shows that it took effect");
    } else {
        result_.changes.clear();
        // A plan says what was there under every key.
        if (how_ != intent::look) result_.before.reset();
        end(model::outcome::unchanged, "", "");
    }
}

// The image before, cut down to the managed keys, and every managed key that differs from it.
void step_progress::note_changes(const references& ids) {
    model::object before;
    for (const auto& each : what_->with) {
        const auto* field = catalog::find_field(resource_->fields, each.key());
        if (!field) continue;
        if (image_ && image_->contains(catalog::answer_name(*field)))
            before[catalog::answer_name(*field)] = seen_of(*field);
        if (!differs(each, ids)) continue;
        const auto target = wanted(each, ids);
        result_.changes.push_back(
            {each.key(),
             seen_of(*field),
             target                 ? *target
             : how_ == intent::look ? model::in_words(each.wanted)
                                    : model::value(nullptr),
             nullptr,
             each.origin->severity,
             each.origin->why}
        );
    }
    if (image_) result_.before = std::move(before);
}

// Of what is there now: it may have been read again, after a write that took effect.
void step_progress::weigh_guards(const references& ids) {
    for (const auto& each : what_->with) {
        const auto* field = catalog::find_field(resource_->fields, each.key());
        if (!each.only_over || !field) continue;
        const bool is_weighed =
            when_changed_ != model::when_changed::overwrite && differs(each, ids);
        const auto fate =
            is_weighed ? fate_of(each, *field, seen_of(*field)) : model::key_fate::due;
        for (auto& change : result_.changes)
            if (change.key == each.key()) change.fate = fate;
    }
}

// Nothing is left to be written; of a write whose answer was lost some may have taken effect.
void step_progress::end_as_left() {
    const bool wrote_some =
        lost_ && std::ranges::any_of(result_.changes, [](const model::key_change& each) {
            return each.fate == model::key_fate::due;
        });
    end(wrote_some ? model::outcome::changed : model::outcome::skipped,
        "changed-since",
        left_in_words(result_.changes));
}

}  // namespace plan
