#pragma once

#include "model/request.hpp"

#include <expected>
#include <string>

namespace portal {

// What is POSTed: to {base}{method}, as application/json.
struct encoded_request {
    std::string method;
    std::string body;
};

// Pure. The unexpected value says, for a person, why the request cannot be said.
std::expected<encoded_request, std::string> encode(const model::request& what);

}  // namespace portal
