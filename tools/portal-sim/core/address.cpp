#include "portal-sim/core/address.hpp"

#include "portal-sim/core/php_value.hpp"

#include <vector>

namespace portal_sim {

namespace {

std::vector<std::string_view> segments(std::string_view path) {
    std::vector<std::string_view> found;
    while (!path.empty()) {
        const auto slash = path.find('/');
        if (slash != 0) found.push_back(path.substr(0, slash));
        path = slash == path.npos ? std::string_view() : path.substr(slash + 1);
    }
    return found;
}

void take_method(rest_address& address, std::string_view name) {
    if (name.ends_with(".xml")) address.format = answer_format::xml;
    if (name.ends_with(".xml")) name.remove_suffix(4);
    if (name.ends_with(".json")) name.remove_suffix(5);
    address.method = name;
}

}  // namespace

rest_address parse_address(std::string_view path) {
    rest_address address;
    const auto parts = segments(path);
    if (parts.empty() || parts.front() != "rest") return address;
    if (parts.size() > 1 && parts[1] == "api") {
        address.form = rest_form::version_3;
        return address;
    }
    const auto user = parts.size() > 2 ? php::integer_key(parts[1]) : std::nullopt;
    if (user) {
        address.form = rest_form::webhook;
        address.user = *user;
        address.code = parts[2];
        if (parts.size() > 3) take_method(address, parts[3]);
        return address;
    }
    address.form = rest_form::token;
    if (parts.size() > 1) take_method(address, parts[1]);
    return address;
}

}  // namespace portal_sim
