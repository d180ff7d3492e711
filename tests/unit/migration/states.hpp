#pragma once

#include "catalog/definitions.hpp"
#include "snapshot/entry.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Users of a portal as a snapshot has them.
namespace states {

inline std::vector<const catalog::resource*> resources() {
    const auto& all = catalog::definitions::built_in();
    return {all.find_resource("calendar.section"), all.find_resource("calendar.user.settings")};
}

// What a portal answers of somebody who never set anything.
inline model::object defaults() {
    model::object made;
    for (const auto& each : resources()[1]->fields)
        if (each.portal_default) made[each.name] = *each.portal_default;
    return made;
}

inline snapshot::entry user(
    std::int64_t id, std::string_view settings = "{}", std::string_view sections = "[]"
) {
    snapshot::entry made;
    made.user = model::user_id(id);
    made.email = "user" + std::to_string(id) + "@acme.example";
    auto all = defaults();
    for (const auto& each : boost::json::parse(settings).as_object())
        all[each.key()] = each.value();
    made.state["calendar.section"] = boost::json::parse(sections);
    made.state["calendar.user.settings"] = std::move(all);
    return made;
}

}  // namespace states
