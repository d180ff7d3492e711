#include "portal-sim/core/event_store.hpp"

#include <utility>

namespace portal_sim {

std::int64_t event_store::add(calendar_event made) {
    made.id = next_id_++;
    const auto id = made.id;
    events_.emplace(id, std::move(made));
    return id;
}

void event_store::erase_in(std::int64_t section) {
    std::erase_if(events_, [section](const auto& each) { return each.second.section == section; });
}

std::vector<const calendar_event*> event_store::of(std::string_view type, std::int64_t owner)
    const {
    std::vector<const calendar_event*> found;
    for (const auto& [id, each] : events_)
        if (each.type == type && each.owner == owner) found.push_back(&each);
    return found;
}

}  // namespace portal_sim
