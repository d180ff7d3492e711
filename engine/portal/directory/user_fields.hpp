#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace portal {

// What a field of user.get is good for in a filter of ours.
enum class field_use {
    filter,         // its values may be asked for
    by_include,     // `include` says it: ACTIVE, USER_TYPE
    by_department,  // `departments` says it: UF_DEPARTMENT
    not_checkable,  // its rows do not show whether the portal filtered by it: dates are written in
                    // many ways
};

// A field of the users as the portal names it, and the attribute that policies read.
struct user_field {
    std::string_view name;
    std::string_view
        attribute;  // "" = not carried: it changes by itself, or is no fact of a person
    field_use use = field_use::filter;
};

// Every field that is the same on all portals (portal-facts 7). The company's own, UF_USR_*, come
// on top.
std::span<const user_field> user_fields() noexcept;

// nullptr: there is none of this name, which is compared as it is written.
const user_field* find_user_field(std::string_view name) noexcept;

// A field of the company's own: UF_USR_ with capital letters, digits and underscores.
bool is_custom_user_field(std::string_view name) noexcept;

// The attribute of any field, the company's own included; "" = not carried.
std::string attribute_of_field(std::string_view name);

// The attributes that every user of a directory has, in the order of the table; what a portal does
// not say of somebody is null. Those of the departments are not among them.
std::vector<std::string> user_attributes();

}  // namespace portal
