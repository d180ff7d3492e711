#include "journal/json_text.hpp"

#include "journal/journal_error.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <cstdint>
#include <utility>

namespace journal {

namespace {

std::unexpected<base::failure> damaged() {
    return std::unexpected(base::failure{journal_error::corrupt, {}});
}

// Whatever was written must be read again: texts as they are, and as deep as they come.
boost::json::parse_options as_written() {
    boost::json::parse_options options;
    options.allow_invalid_utf8 = true;
    options.max_depth = 1000;
    return options;
}

std::string text_under(const model::object& from, std::string_view key) {
    const auto* found = from.if_contains(key);
    return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

model::value value_under(const model::object& from, std::string_view key) {
    const auto* found = from.if_contains(key);
    return found != nullptr ? *found : model::value();
}

std::uint64_t count_under(const model::object& from, std::string_view key) {
    const auto* found = from.if_contains(key);
    if (found == nullptr) return 0;
    if (found->is_uint64()) return found->as_uint64();
    return found->is_int64() ? static_cast<std::uint64_t>(found->as_int64()) : 0;
}

// Where each count of a lane stands in the totals.
constexpr std::array<std::pair<const char*, std::uint64_t model::lane_counts::*>, 5> lane_fields{{
    {"requests", &model::lane_counts::requests},
    {"commands", &model::lane_counts::commands},
    {"retries", &model::lane_counts::retries},
    {"rate_limited", &model::lane_counts::rate_limited},
    {"lost_answers", &model::lane_counts::lost_answers},
}};

template <class Enum>
model::object counts_to_json(const std::map<Enum, std::uint64_t>& counts) {
    model::object json;
    for (const auto& [what, count] : counts) json[stored_name(what)] = count;
    return json;
}

template <class Enum>
std::map<Enum, std::uint64_t> counts_from_json(const model::object& all, std::string_view key) {
    std::map<Enum, std::uint64_t> counts;
    const auto* found = all.if_contains(key);
    if (found == nullptr || !found->is_object()) return counts;
    for (const auto& each : found->as_object()) {
        const auto what = from_stored_name<Enum>(each.key());
        if (what) counts[*what] = count_under(found->as_object(), each.key());
    }
    return counts;
}

// Empty texts and values that were never there are left out: most changes have neither severity nor
// reason.
model::object to_json(const model::key_change& change) {
    model::object json{{"key", change.key}};
    if (!change.before.is_null()) json["before"] = change.before;
    if (!change.wanted.is_null()) json["wanted"] = change.wanted;
    if (!change.after.is_null()) json["after"] = change.after;
    if (!change.severity.empty()) json["severity"] = change.severity;
    if (!change.why.empty()) json["why"] = change.why;
    if (change.fate == model::key_fate::changed_since) json["left"] = true;
    return json;
}

model::key_change change_from(const model::object& json) {
    return {
        text_under(json, "key"),
        value_under(json, "before"),
        value_under(json, "wanted"),
        value_under(json, "after"),
        text_under(json, "severity"),
        text_under(json, "why"),
        value_under(json, "left") == true ? model::key_fate::changed_since : model::key_fate::due,
    };
}

}  // namespace

std::string to_text(const model::value& what) {
    return boost::json::serialize(what);
}

base::result<model::value> value_from(std::string_view text) {
    boost::system::error_code problem;
    auto parsed = boost::json::parse(text, problem, {}, as_written());
    if (problem) return damaged();
    return parsed;
}

std::string to_text(const std::vector<model::key_change>& changes) {
    model::array json;
    for (const auto& each : changes) json.push_back(to_json(each));
    return boost::json::serialize(json);
}

base::result<std::vector<model::key_change>> changes_from(std::string_view text) {
    const auto parsed = value_from(text);
    if (!parsed) return std::unexpected(parsed.error());
    if (!parsed->is_array()) return damaged();
    std::vector<model::key_change> changes;
    for (const auto& each : parsed->as_array()) {
        if (!each.is_object()) return damaged();
        changes.push_back(change_from(each.as_object()));
    }
    return changes;
}

std::string to_text(const std::vector<std::string>& names) {
    model::array json;
    for (const auto& each : names) json.emplace_back(each);
    return boost::json::serialize(json);
}

base::result<std::vector<std::string>> names_from(std::string_view text) {
    const auto parsed = value_from(text);
    if (!parsed) return std::unexpected(parsed.error());
    if (!parsed->is_array()) return damaged();
    std::vector<std::string> names;
    for (const auto& each : parsed->as_array()) {
        if (!each.is_string()) return damaged();
        names.emplace_back(each.as_string());
    }
    return names;
}

std::string to_text(const run_totals& totals) {
    model::object lane;
    for (const auto& [name, field] : lane_fields) lane[name] = totals.lane.*field;
    const model::object json{
        {"users", counts_to_json(totals.users)},
        {"steps", counts_to_json(totals.steps)},
        {"unmatched", totals.unmatched},
        {"lane", std::move(lane)},
    };
    return boost::json::serialize(json);
}

base::result<run_totals> totals_from(std::string_view text) {
    const auto parsed = value_from(text);
    if (!parsed) return std::unexpected(parsed.error());
    if (!parsed->is_object()) return damaged();
    const auto& json = parsed->as_object();
    run_totals totals;
    totals.users = counts_from_json<model::user_outcome>(json, "users");
    totals.steps = counts_from_json<model::outcome>(json, "steps");
    totals.unmatched = count_under(json, "unmatched");
    const auto* lane = json.if_contains("lane");
    if (lane != nullptr && lane->is_object()) {
        for (const auto& [name, field] : lane_fields) {
            totals.lane.*field = count_under(lane->as_object(), name);
        }
    }
    return totals;
}

}  // namespace journal
