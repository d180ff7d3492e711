#pragma once

#include "portal-sim/core/message.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portal_sim {

struct section {
    std::int64_t id = 0;
    std::string type;  // user, group, company_calendar, location
    std::int64_t owner = 0;
    std::int64_t created_by = 0;
    std::string name;
    std::string description;
    std::string color;
    std::string text_color;
    std::string export_set;  // "" = not exported
    boost::json::object access;
    time_point created;
};

// All calendars of the portal. Ids are portal-wide and never used again.
class section_store {
public:
    static constexpr std::string_view default_color = "#E6A469";
    static constexpr std::string_view default_text_color = "#000000";

    // The id is given here.
    std::int64_t add(section made);
    [[nodiscard]] section* find(std::int64_t id);
    void erase(std::int64_t id);
    [[nodiscard]] std::vector<const section*> of(std::string_view type, std::int64_t owner) const;

private:
    std::map<std::int64_t, section> sections_;
    std::map<std::pair<std::string, std::int64_t>, std::vector<std::int64_t>> by_owner_;
    std::int64_t next_id_ = 1;
};

// '#' and six characters as the portal makes them of whatever was sent; `fallback` for too few.
std::string color_or(std::string_view sent, std::string_view fallback);

}  // namespace portal_sim
