// What a step can know before it was read, because its guards say what to expect, and what it means
// that somebody has changed that since: a part of step_progress.
#include "catalog/values.hpp"
#include "plan/guard.hpp"
#include "plan/step_progress.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <utility>

namespace plan {

bool step_progress::is_foreseen() const {
    return resource_ != nullptr && std::ranges::all_of(what_->with, [](const model::setting& each) {
               return each.only_over.has_value();
           });
}

bool step_progress::is_foreseen_right(const model::setting& which) const {
    const auto* field = resource_ ? catalog::find_field(resource_->fields, which.key()) : nullptr;
    const auto* target = std::get_if<model::value>(&which.wanted);
    return field && target && which.only_over &&
           is_as_wanted(which, *field, *target, *which.only_over);
}

bool step_progress::is_foreseen_to_differ() const {
    return !std::ranges::all_of(what_->with, [&](const model::setting& each) {
        return is_foreseen_right(each);
    });
}

// Of a write that left unread, whatever was foreseen to differ; of every other, what was not left.
bool step_progress::was_sent(const model::key_change& which) const {
    if (!unread_) return which.fate != model::key_fate::changed_since;
    return std::ranges::any_of(what_->with, [&](const model::setting& each) {
        return each.key() == which.key && !is_foreseen_right(each);
    });
}

// Whether a key still differs that a write which left unread had not foreseen to.
bool step_progress::has_unsent(const references& ids) const {
    return unread_ && std::ranges::any_of(what_->with, [&](const model::setting& each) {
               return is_foreseen_right(each) && differs(each, ids);
           });
}

bool step_progress::is_judged_whole() const {
    return when_changed_ == model::when_changed::leave_user ||
           when_changed_ == model::when_changed::fail_user;
}

// Where a user is judged as a whole: the first key that somebody has changed. What was seen once
// stays true, also when what was read again is what a lost write has left.
void step_progress::note_outdated() {
    if (!is_judged_whole()) return;
    for (const auto& change : result_.changes) {
        if (!outdated_.empty() || change.fate != model::key_fate::changed_since) continue;
        const auto which = std::ranges::find(what_->with, change.key, &model::setting::key);
        if (which == what_->with.end()) continue;
        outdated_ = change.key + ": was " + boost::json::serialize(*which->only_over) + ", is " +
                    boost::json::serialize(change.before) + " now";
    }
}

}  // namespace plan
