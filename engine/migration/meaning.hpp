#pragma once

#include "catalog/definition.hpp"
#include "migration/person.hpp"
#include "model/value.hpp"

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace migration {

// The resource whose items settings of the types section_id and section_map point to.
inline constexpr std::string_view calendars = "calendar.section";

// The user's own e-mail address, whichever that is.
struct own_address {
    bool operator==(const own_address&) const = default;
};
// His own calendar of this name, whatever its id.
struct own_calendar {
    std::string name;
    bool operator==(const own_calendar&) const = default;
};
// A map with one entry: of the user himself, to his own calendar of this name.
struct own_default {
    std::string name;
    bool operator==(const own_default&) const = default;
};

// What the value of a key means on any portal; a value is in the catalog's normal form and holds
// nothing that only one portal knows.
using meaning = std::variant<model::value, own_address, own_calendar, own_default>;

// An item of a collection: its name, and what else is known of it, by key.
struct item {
    std::string name;
    std::map<std::string, model::value, std::less<>> fields = {};
};

// What of somebody's state can be told to another portal.
struct belongings {
    person whose;
    std::map<std::string, std::map<std::string, meaning, std::less<>>, std::less<>>
        settings;                                                 // by resource and key
    std::map<std::string, std::vector<item>, std::less<>> items;  // by collection
};

enum class reason_left {
    not_read,       // the snapshot does not know him
    nobody_there,   // nobody on the other portal is him
    no_such_value,  // no policy may have this value
    not_own,        // the id of a calendar that is none of his
    unknown_group,  // the map speaks of groups or users that the mapping does not
    same_name,      // one of several calendars of the same name
    no_such_name,   // a calendar cannot be found by this name
};

// What is not taken along, and why.
struct left_out {
    person who;
    std::string what;  // "calendar.user.settings.view", "calendar.section"; "" = all of him
    model::value value;
    reason_left reason = reason_left::not_read;
    std::string why;
};

// "its calendar is none of the user's own": what is the same of all whom it befell.
std::string_view in_words(reason_left reason);

}  // namespace migration
