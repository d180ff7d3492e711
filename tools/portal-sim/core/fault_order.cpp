#include "portal-sim/core/fault_order.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string_view>

namespace portal_sim {

namespace {

namespace json = boost::json;

std::optional<fault_kind> kind_of(std::string_view name) {
    using enum fault_kind;
    for (const auto kind :
         {rate_limit, error, html, malformed_json, slow, cut_before, cut_after, hang})
        if (to_string(kind) == name) return kind;
    return std::nullopt;
}

// A whole number within bounds.
std::optional<std::int64_t> whole(const json::value& value, std::int64_t least, std::int64_t most) {
    if (!value.is_int64() || value.get_int64() < least || value.get_int64() > most)
        return std::nullopt;
    return value.get_int64();
}

constexpr std::int64_t large = 1'000'000'000;

// Each takes the value of one key; false when it does not fit.
bool take_kind(fault_rule& rule, const json::value& value) {
    const auto kind = value.is_string() ? kind_of(value.get_string()) : std::nullopt;
    if (kind) rule.kind = *kind;
    return kind.has_value();
}

bool take_level(fault_rule& rule, const json::value& value) {
    rule.level = value == "command" ? fault_level::command : fault_level::request;
    return value == "command" || value == "request";
}

bool take_moment(fault_rule& rule, const json::value& value) {
    rule.moment = value == "after" ? fault_moment::after_effect : fault_moment::before_effect;
    return value == "after" || value == "before";
}

bool take_method(fault_rule& rule, const json::value& value) {
    if (!value.is_string()) return false;
    rule.method = value.get_string();
    return true;
}

bool take_user(fault_rule& rule, const json::value& value) {
    const auto user = whole(value, 1, large);
    rule.user = user.value_or(0);
    return user.has_value();
}

bool take_probability(fault_rule& rule, const json::value& value) {
    if (!value.is_number()) return false;
    rule.probability = value.to_number<double>();
    return rule.probability >= 0 && rule.probability <= 1;
}

bool take_count(fault_rule& rule, const json::value& value) {
    const auto count = whole(value, 1, large);
    if (count) rule.left = static_cast<std::uint64_t>(*count);
    return count.has_value();
}

bool take_code(fault_rule& rule, const json::value& value) {
    const auto failure = value.is_string() ? system_failure_of(value.get_string()) : std::nullopt;
    if (failure) rule.failure = *failure;
    return failure.has_value();
}

bool take_status(fault_rule& rule, const json::value& value) {
    const auto status = whole(value, 400, 599);
    rule.status = static_cast<int>(status.value_or(0));
    return status.has_value();
}

bool take_delay(fault_rule& rule, const json::value& value) {
    const auto delay = whole(value, 0, large);
    rule.delay = std::chrono::milliseconds(delay.value_or(0));
    return delay.has_value();
}

struct key_row {
    std::string_view key;
    std::string_view expects;
    bool (*take)(fault_rule&, const json::value&);
};

constexpr std::array<key_row, 10> keys{{
    {"kind",
     "one of rate_limit, error, html, malformed_json, slow, cut_before, cut_after, hang",
     take_kind},
    {"level", "request or command", take_level},
    {"effect", "before or after", take_moment},
    {"method", "the name of a method, or *", take_method},
    {"user", "the id of a user", take_user},
    {"probability", "a number from 0 to 1", take_probability},
    {"count", "a whole number from 1 on", take_count},
    {"code", "the code of a system error, as QUERY_LIMIT_EXCEEDED", take_code},
    {"status", "an HTTP status from 400 to 599", take_status},
    {"ms", "a whole number of milliseconds", take_delay},
}};

}  // namespace

std::expected<fault_rule, std::string> parse_fault(const json::value& order) {
    const auto* map = order.if_object();
    if (map == nullptr) return std::unexpected("a fault must be an object");
    if (!map->contains("kind")) return std::unexpected("a fault needs 'kind'");
    fault_rule rule;
    for (const auto& each : *map) {
        const key_row* row = nullptr;
        for (const auto& one : keys)
            if (one.key == each.key()) row = &one;
        if (row == nullptr)
            return std::unexpected(fmt::format("a fault has no '{}'", std::string(each.key())));
        if (!row->take(rule, each.value()))
            return std::unexpected(fmt::format("'{}' must be {}", row->key, row->expects));
    }
    if (rule.level == fault_level::command && rule.kind != fault_kind::error)
        return std::unexpected("a fault of one command must be of the kind error");
    if (rule.kind == fault_kind::slow && rule.delay.count() == 0)
        return std::unexpected("a slow answer needs 'ms'");
    return rule;
}

json::object shown(const fault_rule& rule) {
    json::object said{
        {"kind", to_string(rule.kind)},
        {"method", rule.method},
        {"probability", rule.probability},
        {"fired", rule.fired},
    };
    if (rule.left) said["left"] = *rule.left;
    return said;
}

}  // namespace portal_sim
