#pragma once

#include "portal-sim/core/message.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portal_sim {

// `system_account` is the hidden user that keeps the webhooks of the dismissed.
enum class user_kind { employee, extranet, system_account };

struct user {
    std::int64_t id = 0;
    bool active = true;
    bool admin = false;
    user_kind kind = user_kind::employee;
    std::vector<std::int64_t> departments;
    boost::json::object fields;  // NAME, EMAIL, WORK_POSITION, ...: texts, only those that are set
    std::optional<std::pair<std::string, std::string>> work_time;
    time_point registered;

    // "" when the field is not set.
    [[nodiscard]] std::string_view field(std::string_view name) const;
};

struct department {
    std::int64_t id = 0;
    std::string name;
    std::int64_t parent = 0;  // 0 = the root
    std::int64_t head = 0;    // 0 = nobody
};

// Who works here, and where.
class directory {
public:
    // The id is given here: one above the highest.
    user& add(user made);
    [[nodiscard]] user* find(std::int64_t id);
    [[nodiscard]] const user* find(std::int64_t id) const;
    [[nodiscard]] const user* find_email(std::string_view email) const;
    [[nodiscard]] const std::map<std::int64_t, user>& users() const noexcept { return users_; }

    void add(department made) { departments_.push_back(std::move(made)); }
    [[nodiscard]] const std::vector<department>& departments() const noexcept {
        return departments_;
    }
    [[nodiscard]] const department* find_department(std::int64_t id) const;

private:
    std::map<std::int64_t, user> users_;
    std::vector<department> departments_;
    std::int64_t next_id_ = 1;
};

// The texts of a profile that user.get shows and user.update takes.
std::span<const std::string_view> profile_fields();

// Lower case as the portal's database compares: ASCII and Cyrillic letters.
std::string folded(std::string_view text);

}  // namespace portal_sim
