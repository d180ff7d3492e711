#include "portal-sim/core/method.hpp"

#include <boost/json/array.hpp>

#include <array>

// calendar.user.settings.* act on the caller and on nobody else.
namespace portal_sim {

namespace {

namespace json = boost::json;

answer get_settings(method_call& call) {
    call.reads(call.caller.user);
    const auto* who = call.portal.people.find(call.caller.user);
    const settings_surroundings around{std::string(who->field("TIME_ZONE")), who->work_time};
    auto settings = call.portal.settings.read(call.caller.user, around);
    if (!settings) return std::unexpected(settings.error());
    return method_answer{std::move(*settings), {}, {}};
}

answer set_settings(method_call& call) {
    const auto* settings = call.parameter("settings");
    if (settings == nullptr || settings->is_null())
        return std::unexpected(missing_parameter("settings", call.method));
    const auto written = call.portal.settings.write(call.caller.user, *settings);
    if (!written) return std::unexpected(written.error());
    if (*written) call.writes(call.caller.user);
    return method_answer{true, {}, {}};
}

answer portal_settings(method_call&) {
    return method_answer{
        json::object{
            {"work_time_start", "9"},
            {"work_time_end", "19"},
            {"year_holidays", "1.01,2.01,7.01,8.03,1.05"},
            {"year_workdays", ""},
            {"week_holidays", json::array{"SA", "SU"}},
            {"week_start", "MO"},
            {"user_name_template", "#NAME# #LAST_NAME#"},
            {"sync_by_push", false},
            {"user_show_login", true},
            {"path_to_user", "/company/personal/user/#user_id#/"},
            {"path_to_user_calendar", "/company/personal/user/#user_id#/calendar/"},
            {"path_to_group", "/workgroups/group/#group_id#/"},
            {"rm_iblock_type", ""},
            {"rm_iblock_id", ""},
            {"dep_manager_sub", true},
            {"denied_superpose_types", json::array()},
            {"forum_id", "8"},
        },
        {},
        {}
    };
}

}  // namespace

std::span<const method> settings_methods() {
    static constexpr std::array<method, 3> methods{{
        {"calendar.user.settings.get", "calendar", 0.05, get_settings},
        {"calendar.user.settings.set", "calendar", 0.29, set_settings},
        {"calendar.settings.get", "calendar", 0.03, portal_settings},
    }};
    return methods;
}

}  // namespace portal_sim
