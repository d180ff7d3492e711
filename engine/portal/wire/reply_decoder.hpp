#pragma once

#include "model/reply.hpp"
#include "model/request.hpp"

#include <cstddef>
#include <string_view>

namespace portal {

// A complete HTTP answer, as far as it matters.
struct http_answer {
    int status = 0;
    std::string_view content_type;  // told to a person; it decides nothing
    std::string_view location;      // of a redirect; "" = none
    std::string_view body;
};

// Answers above this size are not looked into.
inline constexpr std::size_t max_answer = std::size_t{16} << 20U;

// What the portal's answer says about every command of `asked`. Pure, and never fails: what cannot
// be understood is `unknown`, since the portal may have carried it out before it was garbled.
model::reply decode(const model::request& asked, const http_answer& got);

}  // namespace portal
