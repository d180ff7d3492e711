#pragma once

#include "model/request.hpp"
#include "model/value.hpp"

#include <optional>
#include <string_view>

namespace portal {

// The JSON of an answer, parsed; nothing = it is no JSON, or nested too deeply. What nobody reads
// is checked and left out, because building it would cost more than all the rest of a request: of
// the answer to a look at whose a credential is (purpose::identity) all but the ID, and of the
// portal's `time` objects - of the answer, and in a batch of every command - what read_timing does
// not look at.
std::optional<model::value> parse_answer(std::string_view text, const model::request& asked);

}  // namespace portal
