#include "journal/once_ledger.hpp"

#include "journal/database.hpp"
#include "journal/stored_time.hpp"

#include <utility>

namespace journal {

once_ledger::once_ledger(
    std::shared_ptr<database> opened, model::portal_name portal, model::run_id run
)
    : database_(std::move(opened)), portal_(std::move(portal)), run_(std::move(run)) {}

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

base::result<void> once_ledger::sending(const model::command& what, base::wall_time now) {
    const auto* step = step_of(what);
    if (step == nullptr) return {};
    const auto who = watched_.at(what.job).who.value();
    return database_->kept.expect_once.run(
        portal_.value(), who, step->key, run_.value(), stored_time(now)
    );
}

base::result<void> once_ledger::accepted(const model::command& what, base::wall_time now) {
    const auto* step = step_of(what);
    if (step == nullptr || step->kind != model::step_kind::call) return {};
    return write_done(watched_.at(what.job).who, step->key, now);
}

// What was not done is forgotten, but only if it was this run that expected it: an earlier run's
// doubt or certainty stays. What is unknown stays `perhaps`.
base::result<void> once_ledger::closing(const model::job_result& what) {
    const auto who = what.what.who.id;
    base::result<void> done;
    for (std::size_t place = 0; done && place < what.steps.size(); ++place) {
        const auto key = key_of(what.what.steps[place]);
        if (key.empty()) continue;
        switch (what.steps[place].what) {
            case model::outcome::changed:
            case model::outcome::unchanged:
                done = write_done(who, key, what.finished);
                break;
            case model::outcome::failed:
            case model::outcome::skipped:
                done = database_->kept.forget_once.run(
                    portal_.value(), who.value(), key, run_.value()
                );
                break;
            case model::outcome::unknown:
                break;
        }
    }
    return done;
}

base::result<void> once_ledger::write_done(
    model::user_id who, const std::string& key, base::wall_time when
) {
    return database_->kept.done_once.run(
        portal_.value(), who.value(), key, run_.value(), stored_time(when)
    );
}

}  // namespace journal
