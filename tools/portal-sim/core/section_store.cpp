#include "portal-sim/core/section_store.hpp"

#include <utility>

namespace portal_sim {

std::int64_t section_store::add(section made) {
    made.id = next_id_++;
    const auto id = made.id;
    by_owner_[{made.type, made.owner}].push_back(id);
    sections_.emplace(id, std::move(made));
    return id;
}

section* section_store::find(std::int64_t id) {
    const auto found = sections_.find(id);
    return found == sections_.end() ? nullptr : &found->second;
}

void section_store::erase(std::int64_t id) {
    const auto* gone = find(id);
    if (gone == nullptr) return;
    std::erase(by_owner_[{gone->type, gone->owner}], id);
    sections_.erase(id);
}

std::vector<const section*> section_store::of(std::string_view type, std::int64_t owner) const {
    std::vector<const section*> found;
    const auto ids = by_owner_.find({std::string(type), owner});
    if (ids == by_owner_.end()) return found;
    for (const auto id : ids->second) found.push_back(&sections_.at(id));
    return found;
}

std::string color_or(std::string_view sent, std::string_view fallback) {
    constexpr std::size_t digits = 6;
    std::string made = "#";
    for (const char c : sent) {
        const bool kept =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (kept && made.size() <= digits) made += c;
    }
    return made.size() == digits + 1 ? made : std::string(fallback);
}

}  // namespace portal_sim
