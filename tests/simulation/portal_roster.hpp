#pragma once

#include "portal-sim/core/portal.hpp"
#include "roster/source.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace simulation {

// The users of a stand-in portal as a roster.
class portal_roster final : public roster::source {
public:
    explicit portal_roster(std::vector<portal_sim::roster_entry> entries)
        : entries_(std::move(entries)) {}

    std::optional<model::user> next(base::diagnostics&) override {
        if (next_ == entries_.size()) return std::nullopt;
        const auto& entry = entries_[next_++];
        model::user made;
        made.id = model::user_id(entry.id);
        made.email = entry.email;
        made.attributes = {
            {"id", entry.id},
            {"email", entry.email},
            {"name", entry.name},
            {"department", entry.department}
        };
        return made;
    }

private:
    std::vector<portal_sim::roster_entry> entries_;
    std::size_t next_ = 0;
};

}  // namespace simulation
