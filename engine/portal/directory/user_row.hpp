#pragma once

#include "model/user.hpp"
#include "model/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace portal {

// One row of user.get: ids come as texts, UF_DEPARTMENT as a list of numbers or false, dates as ""
// or {} where there is none, and which fields there are varies with the user (portal-facts 7).

struct directory_row {
    model::user who;                        // with every attribute but those of his departments
    std::vector<std::int64_t> departments;  // ids
};

// Nothing when the row has no id.
std::optional<directory_row> read_user_row(const model::object& row);

// One row of department.get.
struct department_row {
    std::int64_t id = 0;
    std::int64_t parent = 0;  // 0 = the root
    std::string name;
};
std::optional<department_row> read_department_row(const model::object& row);

// true, "Y" and 1, or false, "N" and 0; nothing = neither.
std::optional<bool> read_active(const model::value* given);

// "17" and 17; nothing = no whole number from 1.
std::optional<std::int64_t> read_id(const model::value* given);

// What UF_DEPARTMENT holds.
std::vector<std::int64_t> read_departments(const model::object& row);

// The texts of a field: of a list each item's, of null and false "".
std::vector<std::string> texts_of(const model::value& given);

}  // namespace portal
