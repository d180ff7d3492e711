#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace portal_sim {

enum class rest_form { not_rest, webhook, token, version_3 };
enum class answer_format { json, xml };

// What the path of a request says.
struct rest_address {
    rest_form form = rest_form::not_rest;
    std::int64_t user = 0;  // of a webhook's address
    std::string code;
    std::string method;  // without ".json"
    answer_format format = answer_format::json;
};

// "/rest/7/secret/user.get.json", "/rest/user.get", "/rest//user.get"; a slash may follow.
rest_address parse_address(std::string_view path);

}  // namespace portal_sim
