#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace portal_sim {

struct calendar_event {
    std::int64_t id = 0;
    std::string type;  // of the calendar's owner: user, group
    std::int64_t owner = 0;
    std::int64_t section = 0;
    std::int64_t created_by = 0;
    std::string name;
    std::string from;  // as sent; dates are compared as texts, so only YYYY-MM-DD… is understood
    std::string to;
};

// What stands in calendars: as much of it as it takes to see whether one is empty.
class event_store {
public:
    // The id is given here.
    std::int64_t add(calendar_event made);
    // A deleted calendar takes its events along.
    void erase_in(std::int64_t section);
    [[nodiscard]] std::vector<const calendar_event*> of(std::string_view type, std::int64_t owner)
        const;

private:
    std::map<std::int64_t, calendar_event> events_;
    std::int64_t next_id_ = 1;
};

}  // namespace portal_sim
