#include "portal-sim/core/parameters.hpp"

#include "portal-sim/core/parse_str.hpp"
#include "portal-sim/core/php_json.hpp"
#include "portal-sim/core/php_value.hpp"

#include <string>
#include <utility>

namespace portal_sim {

namespace {

namespace json = boost::json;

bool all_utf8(const json::value& what) {
    if (const auto* text = what.if_string()) return php::valid_utf8(*text);
    if (const auto* list = what.if_array()) {
        for (const auto& each : *list)
            if (!all_utf8(each)) return false;
    }
    if (const auto* map = what.if_object()) {
        for (const auto& each : *map)
            if (!php::valid_utf8(each.key()) || !all_utf8(each.value())) return false;
    }
    return true;
}

json::object body_parameters(const request& what) {
    if (!what.content_type.starts_with("application/json")) return php::parse_str(what.body);
    const auto decoded = php::decode(what.body);
    json::object given;
    if (!decoded) return given;
    if (const auto* map = decoded->if_object()) given = *map;
    if (const auto* list = decoded->if_array())
        for (const auto& each : *list) given[std::to_string(given.size())] = each;
    return given;
}

}  // namespace

std::string_view path_of(std::string_view target) {
    return target.substr(0, target.find('?'));
}

std::string_view query_of(std::string_view target) {
    const auto mark = target.find('?');
    return mark == target.npos ? std::string_view() : target.substr(mark + 1);
}

std::optional<json::object> read_parameters(const request& what) {
    auto given = php::parse_str(query_of(what.target));
    if (what.method == http_method::post)
        for (auto& each : body_parameters(what)) given[each.key()] = std::move(each.value());
    if (!all_utf8(given)) return std::nullopt;
    return given;
}

}  // namespace portal_sim
