// What is put back, and why: written under somebody else's credential, or over what somebody had
// changed. A part of job_progress.
#include "plan/job_progress.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace plan {

std::vector<model::command> job_progress::restore_commands() const {
    std::vector<model::command> all;
    for (std::size_t i = 0; i < steps_.size(); ++i) {
        if (item_.what.steps[i].as != model::acts_as::user) continue;
        if (owner_ != owner::wrong && !steps_[i].wrote_unread()) continue;
        auto restore = steps_[i].restore_command();
        if (!restore || restored_.contains(i)) continue;
        own(*restore, i);
        all.push_back(std::move(*restore));
    }
    return all;
}

// Whether anything was written, or may have been, under the user's own credential.
bool job_progress::touched_own() const {
    for (std::size_t i = 0; i < steps_.size(); ++i)
        if (item_.what.steps[i].as == model::acts_as::user && steps_[i].touched()) return true;
    return false;
}

// In a read-only request nothing has happened yet. In a single pass the write was in the same
// batch: what it changed in somebody else's settings is put back under the same credential.
void job_progress::end_as_somebody_elses() {
    // An empty profile is a success without an owner (portal-facts 7).
    const auto text =
        other_owner_.empty()
            ? std::string("the portal shows no profile: the user is inactive, or gone")
            : "the credential belongs to user " + other_owner_ + ", not to user " +
                  std::to_string(item_.what.who.id.value());
    if (!touched_own() && other_owner_.empty())
        return block(model::block_reason::unreadable, "no-profile", text);
    if (!touched_own()) return block(model::block_reason::wrong_identity, "wrong-identity", text);
    const bool pending = !restore_commands().empty();
    if (restore_ == restoring::due && pending) return;
    const auto* fate =
        "; HIS SETTINGS MAY HAVE BEEN CHANGED, and what was there before was not seen";
    if (!pending && !restored_.empty())
        fate = "; his settings were changed, and have been put back as they were before";
    else if (pending)
        fate =
            "; HIS SETTINGS WERE CHANGED AND COULD NOT BE PUT BACK: the report shows what was "
            "there before";
    block(model::block_reason::wrong_identity, "wrong-identity", text + fate);
}

// The first step that is not brought to an end because somebody has changed what it is about.
const step_progress* job_progress::outdated() const {
    const auto found = std::ranges::find_if(steps_, [](const step_progress& each) {
        return each.at() != stage::done && !each.outdated().empty();
    });
    return found == steps_.end() ? nullptr : &*found;
}

// Whether all that is still sent is what takes back.
bool job_progress::is_taken_back() const {
    return owner_ == owner::wrong || outdated() != nullptr;
}

// Read before it was written, nothing has happened yet. Where one request has done both, what it
// wrote is put back.
void job_progress::end_as_outdated(const step_progress& first) {
    auto text = "changed since the plan was made: " + first.outdated();
    const bool wrote =
        std::ranges::any_of(steps_, [](const step_progress& each) { return each.wrote_unread(); });
    const bool pending = wrote && !restore_commands().empty();
    if (restore_ == restoring::due && pending) return;
    const bool fails = item_.what.outdated == model::when_changed::fail_user;
    if (!wrote) return close_as_outdated(fails, "stale", text);
    if (!pending)
        return close_as_outdated(
            fails, "stale", text + "; it was written over, and put back as it was"
        );
    close_as_outdated(
        true,
        "not-put-back",
        text + "; IT WAS WRITTEN OVER AND COULD NOT BE PUT BACK: the report shows what was there"
    );
}

void job_progress::close_as_outdated(
    bool is_failure, const std::string& code, const std::string& text
) {
    for (auto& each : steps_) {
        if (each.at() == stage::done && !each.wrote_unread()) continue;
        if (is_failure && !each.outdated().empty())
            each.fail(code, text);
        else
            each.skip(code, text);
    }
    closed_ = true;
}

aftermath job_progress::settle_restore(const model::command& command, const model::answer& answer) {
    std::string code;
    std::string text;
    const auto what = aftermath_of_reading(answer, code, text);
    if (what == aftermath::moved) restored_.insert(command.step);
    if (what == aftermath::ended) restore_ = restoring::failed;
    return what;
}

}  // namespace plan
