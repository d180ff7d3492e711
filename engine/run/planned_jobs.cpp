#include "run/planned_jobs.hpp"

#include "catalog/values.hpp"
#include "model/planned.hpp"

#include <utility>

namespace run {

namespace {

// What was found and is right is watched by its id, and whoever refers to it takes that.
void watch(
    model::job& job, std::size_t place, const std::string& id, const catalog::definitions& all
) {
    auto& watched = job.steps[place];
    watched.item = id;
    for (auto i = place + 1; i < job.steps.size() && !watched.id.empty(); ++i) {
        auto& step = job.steps[i];
        const auto* resource = all.find_resource(step.target);
        for (auto& each : step.with) {
            const auto* whole = std::get_if<model::step_reference>(&each.wanted);
            if (whole == nullptr || whole->step_id != watched.id || resource == nullptr) continue;
            const auto* field = catalog::find_field(resource->fields, each.key());
            const auto normal = field ? catalog::normalise(*field, model::value(id))
                                      : std::unexpected(catalog::misfit());
            if (normal) each.wanted = *normal;
        }
    }
}

// Every key may be written only over what was seen there; what is right already is watched.
model::job job_of(
    plan::saved_user from, model::when_changed outdated, const catalog::definitions& all
) {
    auto made = std::move(from.seen.what);
    made.outdated = outdated;
    for (std::size_t i = 0; i < made.steps.size(); ++i) {
        auto& step = made.steps[i];
        if (step.kind == model::step_kind::call) continue;
        for (std::size_t k = 0; k < step.with.size(); ++k)
            step.with[k].only_over = std::move(from.held[i][k]);
        const auto& seen = from.seen.steps[i];
        // Written all the same, it would be made anew where it is gone, with another id.
        const bool is_found = step.kind == model::step_kind::collection && seen.remote_id &&
                              seen.what == model::outcome::unchanged;
        if (is_found && outdated != model::when_changed::overwrite)
            watch(made, i, *seen.remote_id, all);
    }
    return made;
}

// Which calls were made before, as far as the plan knows: one that is to be made differs.
std::vector<model::past> made_before(const model::job_result& seen) {
    std::vector<model::past> all(seen.steps.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool is_made = seen.what.steps[i].kind == model::step_kind::call &&
                             seen.steps[i].what != model::outcome::differs;
        if (is_made) all[i].what = model::earlier::done;
    }
    return all;
}

}  // namespace

base::result<std::optional<model::work_item>> planned_jobs::next() {
    for (;;) {
        auto user = from_.next();
        if (!user) return std::unexpected(user.error());
        if (!*user) return std::optional<model::work_item>();
        auto& seen = (*user)->seen;
        const bool changes = model::planned_for(seen) == model::planned::change;
        if (!changes && others_ == bystanders::left_out) continue;
        auto known = changes ? nullptr : std::make_shared<const model::job_result>(seen);
        auto before = made_before(seen);
        auto item =
            equip_(changes ? job_of(std::move(**user), outdated_, all_) : std::move(seen.what));
        if (!item) return std::unexpected(item.error());
        // Whoever makes it ready may know better, from the journal.
        if (item->done_before.empty()) item->done_before = std::move(before);
        item->ended = std::move(known);
        return std::optional(std::move(*item));
    }
}

}  // namespace run
