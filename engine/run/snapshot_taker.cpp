#include "run/snapshot_taker.hpp"

#include "snapshot/image.hpp"

#include <boost/assert.hpp>

#include <map>
#include <string_view>

namespace run {

namespace {

// Why somebody of whom something is missing was not read.
snapshot::reason_unread reason_of(const model::job_result& what) {
    const bool named = what.blocked != model::block_reason::none;
    const auto why = named ? what.blocked : model::block_reason::unreadable;
    if (!what.reason.empty()) return {why, what.reason};
    for (const auto& each : what.steps)
        if (!each.image) return {why, each.reason};
    return {why, ""};
}

}  // namespace

snapshot::entry entry_of(const model::job_result& what, const catalog::definitions& all) {
    snapshot::entry made;
    made.user = what.what.who.id;
    made.email = what.what.who.email;
    if (what.blocked != model::block_reason::none) {
        made.unread = reason_of(what);
        return made;
    }
    std::map<std::string_view, model::value> by_name;
    for (std::size_t i = 0; i < what.steps.size(); ++i) {
        const auto& step = what.what.steps[i];
        const auto* resource = all.find_resource(step.target);
        BOOST_ASSERT(resource != nullptr);
        if (!what.steps[i].image) {
            made.unread = reason_of(what);
            return made;
        }
        by_name.emplace(step.target, snapshot::kept_of(*resource, *what.steps[i].image));
    }
    for (auto& [name, value] : by_name) made.state.emplace(name, std::move(value));
    return made;
}

void snapshot_taker::job_closed(const model::job_result& what) {
    if (into_) into_->add(entry_of(what, *all_));
}

}  // namespace run
