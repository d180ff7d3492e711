#include "portal-sim/core/switch_setting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace portal_sim {

namespace {

namespace json = boost::json;

// How a switch is set from a JSON value (false: it does not fit) and how it is shown.
struct switch_row {
    std::string_view name;
    std::string_view expects;
    bool (*set)(switches&, const json::value&);
    json::value (*get)(const switches&);
};

bool take(double& into, const json::value& value) {
    if (!value.is_number() || value.to_number<double>() < 0) return false;
    into = value.to_number<double>();
    return true;
}

bool take(bool& into, const json::value& value) {
    if (!value.is_bool()) return false;
    into = value.get_bool();
    return true;
}

// One of two words. What does not fit is set nevertheless: the caller works on a copy.
template <class Enum>
bool take(
    Enum& into,
    const json::value& value,
    std::string_view first_word,
    Enum first,
    std::string_view second_word,
    Enum second
) {
    if (!value.is_string()) return false;
    const std::string_view word = value.get_string();
    into = word == first_word ? first : second;
    return word == first_word || word == second_word;
}

bool take_seconds(switches& rules, const json::value& value) {
    const auto* map = value.if_object();
    if (map == nullptr) return false;
    for (const auto& each : *map) {
        double seconds = 0;
        if (!take(seconds, each.value())) return false;
        rules.seconds[std::string(each.key())] = seconds;
    }
    return true;
}

json::value show_seconds(const switches& rules) {
    json::object shown_seconds;
    for (const auto& [method, seconds] : rules.seconds) shown_seconds[method] = seconds;
    return shown_seconds;
}

constexpr std::string_view number = "a number from 0 on";
constexpr std::string_view yes_or_no = "true or false";

using rules_ref = switches&;
using value_ref = const json::value&;
using shown_ref = const switches&;

constexpr std::array<switch_row, 18> rows{{
    {"burst",
     number,
     [](rules_ref r, value_ref v) { return take(r.rate.burst, v); },
     [](shown_ref r) { return json::value(r.rate.burst); }},
    {"rate",
     number,
     [](rules_ref r, value_ref v) { return take(r.rate.rate, v); },
     [](shown_ref r) { return json::value(r.rate.rate); }},
    {"rate_limit",
     yes_or_no,
     [](rules_ref r, value_ref v) { return take(r.rate.limited, v); },
     [](shown_ref r) { return json::value(r.rate.limited); }},
    {"refused_count",
     yes_or_no,
     [](rules_ref r, value_ref v) { return take(r.rate.refused_count, v); },
     [](shown_ref r) { return json::value(r.rate.refused_count); }},
    {"reading",
     "strict or lenient",
     [](rules_ref r, value_ref v) {
         return take(
             r.rate.reading, v, "strict", bucket_reading::strict, "lenient", bucket_reading::lenient
         );
     },
     [](shown_ref r) {
         return json::value(r.rate.reading == bucket_reading::strict ? "strict" : "lenient");
     }},
    {"leak_phase",
     "first_request or clock_second",
     [](rules_ref r, value_ref v) {
         return take(
             r.rate.phase,
             v,
             "first_request",
             leak_phase::first_request,
             "clock_second",
             leak_phase::clock_second
         );
     },
     [](shown_ref r) {
         const bool first = r.rate.phase == leak_phase::first_request;
         return json::value(first ? "first_request" : "clock_second");
     }},
    {"operating",
     yes_or_no,
     [](rules_ref r, value_ref v) { return take(r.operating_active, v); },
     [](shown_ref r) { return json::value(r.operating_active); }},
    {"operating_limit",
     number,
     [](rules_ref r, value_ref v) { return take(r.operating_limit, v); },
     [](shown_ref r) { return json::value(r.operating_limit); }},
    {"batch_charge",
     "inner_methods or envelope",
     [](rules_ref r, value_ref v) {
         return take(
             r.charge,
             v,
             "inner_methods",
             batch_charge::inner_methods,
             "envelope",
             batch_charge::envelope
         );
     },
     [](shown_ref r) {
         const bool inner = r.charge == batch_charge::inner_methods;
         return json::value(inner ? "inner_methods" : "envelope");
     }},
    {"on_premise",
     yes_or_no,
     [](rules_ref r, value_ref v) { return take(r.on_premise, v); },
     [](shown_ref r) { return json::value(r.on_premise); }},
    {"statuses",
     "documented or revised",
     [](rules_ref r, value_ref v) {
         return take(
             r.statuses,
             v,
             "documented",
             status_profile::documented,
             "revised",
             status_profile::revised
         );
     },
     [](shown_ref r) {
         const bool documented = r.statuses == status_profile::documented;
         return json::value(documented ? "documented" : "revised");
     }},
    {"localised",
     yes_or_no,
     [](rules_ref r, value_ref v) {
         bool localised = false;
         if (!take(localised, v)) return false;
         r.speech = localised ? language::localised : language::english;
         return true;
     },
     [](shown_ref r) { return json::value(r.speech == language::localised); }},
    {"references",
     "untouched or raw",
     [](rules_ref r, value_ref v) {
         return take(
             r.references, v, "untouched", reference_style::untouched, "raw", reference_style::raw
         );
     },
     [](shown_ref r) {
         return json::value(r.references == reference_style::raw ? "raw" : "untouched");
     }},
    {"rotation",
     "old_one_dies or old_one_lives",
     [](rules_ref r, value_ref v) {
         return take(
             r.token_rotation,
             v,
             "old_one_dies",
             rotation::old_one_dies,
             "old_one_lives",
             rotation::old_one_lives
         );
     },
     [](shown_ref r) {
         const bool dies = r.token_rotation == rotation::old_one_dies;
         return json::value(dies ? "old_one_dies" : "old_one_lives");
     }},
    {"nested_batch",
     yes_or_no,
     [](rules_ref r, value_ref v) { return take(r.nested_batch, v); },
     [](shown_ref r) { return json::value(r.nested_batch); }},
    {"notify_needs_client_id",
     yes_or_no,
     [](rules_ref r, value_ref v) { return take(r.notify_needs_client_id, v); },
     [](shown_ref r) { return json::value(r.notify_needs_client_id); }},
    {"app_info_for_webhooks",
     yes_or_no,
     [](rules_ref r, value_ref v) { return take(r.app_info_for_webhooks, v); },
     [](shown_ref r) { return json::value(r.app_info_for_webhooks); }},
    {"seconds", "an object of method names and seconds", take_seconds, show_seconds},
}};

}  // namespace

std::optional<std::string> set_switch(
    switches& rules, std::string_view name, const json::value& value
) {
    const auto* row = std::ranges::find(rows, name, &switch_row::name);
    if (row == rows.end()) return fmt::format("there is no switch '{}'", name);
    if (!row->set(rules, value)) return fmt::format("'{}' must be {}", name, row->expects);
    return std::nullopt;
}

json::object shown(const switches& rules) {
    json::object all;
    for (const auto& row : rows) all[row.name] = row.get(rules);
    return all;
}

}  // namespace portal_sim
