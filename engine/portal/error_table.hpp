#pragma once

#include "model/reply.hpp"

#include <span>
#include <string_view>

namespace portal {

// What one kind of refusal means. A row applies when its code matches and, where they are given,
// its marker stands in the portal's text (in any case) and its status is the answer's.
struct error_row {
    std::string_view code;
    std::string_view marker;  // "" = whatever the text
    int status = 0;           // 0 = whatever the status
    model::reaction what_to_do = model::reaction::fail;
    model::effect took = model::effect::none;
    std::string_view advice;  // what a person should do; one sentence or two
};

// Codes of our own, for answers that carry none.
inline constexpr std::string_view code_moved = "portal-moved";         // 3xx
inline constexpr std::string_view code_busy_page = "http-503";         // 503 or 429 without JSON
inline constexpr std::string_view code_foreign_page = "not-a-portal";  // another 4xx without JSON

// Every refusal that is known by its code (portal-facts 4 and 9).
std::span<const error_row> error_table() noexcept;

// The row for a refusal; never fails. Decides by the code and not by the status, because sources
// disagree about statuses (401 has a dozen causes); only an unknown code is judged by its status:
// below 500 the step fails, from 500 on it may be tried again and may have taken effect.
// `http_status` of a command inside a batch is the batch's, 200.
const error_row& classify(std::string_view code, int http_status, std::string_view text) noexcept;

// What a person should do about failures with this code; "" for an unknown one. `text` is the
// portal's, where it is at hand: it tells apart the two meanings of ACCESS_DENIED.
std::string_view advice_for(std::string_view code, std::string_view text = {}) noexcept;

}  // namespace portal
