#pragma once

#include "model/reply.hpp"
#include "model/value.hpp"

#include <string>
#include <string_view>

namespace portal {

// A refusal as the portal words it, in any of its forms: {error, error_description, argument}, the
// same with a number or nothing for a code, a bare text, and the nested object of REST 3.0.
struct portal_fault {
    std::string code;
    std::string text;  // one line, without control characters, of bounded length
};

// `holder` is the object that has the key "error".
portal_fault read_fault(const model::object& holder);

// An entry of a batch's result_error: such an object, or a bare text.
portal_fault read_batch_fault(const model::value& entry);

// What the fault means (error_table.hpp).
model::rejected judge(portal_fault what, int http_status);

}  // namespace portal
