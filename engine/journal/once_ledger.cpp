#include "journal/once_ledger.hpp"

#include <utility>

namespace journal {

std::string once_ledger::key_of(const model::step& which) const {
    if (which.repeat != model::repetition::once_per_user || !names_) return {};
    return names_(which);
}

void once_ledger::watch(const model::work_item& item) {
    watched_job job{item.what.who.id, {}};
    for (std::size_t place = 0; place < item.what.steps.size(); ++place) {
        const auto& step = item.what.steps[place];
        auto key = key_of(step);
        if (!key.empty()) job.steps.push_back({place, std::move(key), step.kind});
    }
    if (!job.steps.empty()) watched_.insert_or_assign(item.number, std::move(job));
}

const once_ledger::once_step* once_ledger::step_of(const model::command& what) const {
    if (what.why != model::purpose::write) return nullptr;
    const auto job = watched_.find(what.job);
    if (job == watched_.end()) return nullptr;
    for (const auto& each : job->second.steps) {
        if (each.place == what.step) return &each;
    }
    return nullptr;
}

void once_ledger::sending(
    const model::command& what, base::wall_time now, std::vector<once_mark>& into
) {
    const auto* step = step_of(what);
    if (step == nullptr) return;
    into.push_back({once_change::expected, watched_.at(what.job).who.value(), step->key, now});
}

void once_ledger::accepted(
    const model::command& what, base::wall_time now, std::vector<once_mark>& into
) {
    const auto* step = step_of(what);
    if (step == nullptr || step->kind != model::step_kind::call) return;
    into.push_back({once_change::done, watched_.at(what.job).who.value(), step->key, now});
}

// What was not done is forgotten, but only if it was this run that expected it: an earlier run's
// doubt or certainty stays. What is unknown stays `perhaps`.
void once_ledger::closing(
    const model::job_result& what, sheet& words, std::vector<once_mark>& into
) {
    const auto who = what.what.who.id.value();
    for (std::size_t place = 0; place < what.steps.size(); ++place) {
        const auto key = words.keep(key_of(what.what.steps[place]));
        if (key.empty()) continue;
        switch (what.steps[place].what) {
            case model::outcome::changed:
            case model::outcome::unchanged:
                into.push_back({once_change::done, who, key, what.finished});
                break;
            case model::outcome::failed:
            case model::outcome::skipped:
                into.push_back({once_change::forgotten, who, key, what.finished});
                break;
            case model::outcome::differs:
            case model::outcome::unknown:
                break;
        }
    }
}

}  // namespace journal
