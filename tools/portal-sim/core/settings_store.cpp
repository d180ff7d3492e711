#include "portal-sim/core/settings_store.hpp"

#include "portal-sim/core/php_json.hpp"
#include "portal-sim/core/php_value.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace portal_sim {

namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 2> maps_kept_as_text{"defaultSections", "defaultReminders"};
constexpr std::array<std::string_view, 2> cast_on_read{"showDeclined", "denyBusyInvitation"};

json::object defaults() {
    return {
        {"view", "month"},
        {"meetSection", false},
        {"crmSection", false},
        {"showDeclined", false},
        {"denyBusyInvitation", false},
        {"collapseOffHours", "Y"},
        {"showWeekNumbers", "N"},
        {"showTasks", "Y"},
        {"syncTasks", "N"},
        {"showCompletedTasks", "N"},
        {"lastUsedSection", false},
        {"sendFromEmail", false},
        {"defaultSections", json::array()},
        {"syncPeriodPast", 3},
        {"syncPeriodFuture", 12},
        // Objects, although `set` documents arrays.
        {"defaultReminders",
         {{"fullDay", {{"type", "daybefore"}, {"before", 0}, {"time", 480}}},
          {"withTime", {{"type", "min"}, {"count", 15}}}}},
        {"CalendarSelCont", false},
        {"SPCalendarSelCont", false},
    };
}

rest_error not_json() {
    return {400, "ERROR_ARGUMENT", "Syntax error", "data"};
}

// The stored map over the defaults; the two maps decoded, the two flags cast.
std::expected<json::object, rest_error> merged(const json::object* stored) {
    auto settings = defaults();
    if (stored == nullptr) return settings;
    for (const auto& each : *stored) settings[each.key()] = each.value();
    for (const auto key : maps_kept_as_text) {
        const auto* text = stored->if_contains(key);
        if (text == nullptr || !text->is_string()) continue;
        auto decoded = php::decode(text->get_string());
        if (!decoded) return std::unexpected(not_json());
        settings[key] = std::move(*decoded);
    }
    for (const auto key : cast_on_read) {
        auto& flag = settings[key];
        if (!flag.is_null()) flag = php::truthy(flag);
    }
    return settings;
}

// An array becomes JSON text; anything else its text form, be it JSON or not.
json::value stored_form(std::string_view key, const json::value& value) {
    const bool kept_as_text = key == maps_kept_as_text[0] || key == maps_kept_as_text[1];
    if (!kept_as_text) return value;
    return php::is_array(value) ? json::value(php::encode(value))
                                : json::value(php::to_text(value));
}

}  // namespace

std::expected<json::object, rest_error> settings_store::read(
    std::int64_t user, const settings_surroundings& around
) const {
    auto settings = merged(stored(user));
    if (!settings) return settings;
    (*settings)["timezoneName"] = around.time_zone;
    (*settings)["timezoneOffsetUTC"] = around.time_zone.empty() ? 0 : 10800;
    (*settings)["timezoneDefaultName"] = around.time_zone;
    if (around.work_time) {
        (*settings)["work_time_start"] = around.work_time->first;
        (*settings)["work_time_end"] = around.work_time->second;
    }
    return settings;
}

std::expected<bool, rest_error> settings_store::write(
    std::int64_t user, const json::value& settings
) {
    if (settings.is_bool() && !settings.get_bool()) {
        stored_.erase(user);
        return true;
    }
    if (!php::is_array(settings)) return false;
    auto whole = merged(stored(user));
    if (!whole) return std::unexpected(whole.error());
    for (auto& each : *whole) {
        const auto* given = php::element(settings, each.key());
        each.value() = stored_form(each.key(), given != nullptr ? *given : each.value());
    }
    stored_[user] = std::move(*whole);
    return true;
}

const json::object* settings_store::stored(std::int64_t user) const {
    const auto found = stored_.find(user);
    return found == stored_.end() ? nullptr : &found->second;
}

}  // namespace portal_sim
