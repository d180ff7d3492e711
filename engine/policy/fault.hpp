#pragma once

#include "base/source_pos.hpp"

#include <cstddef>
#include <string>

namespace policy {

enum class fault_kind {
    syntax,     // the text is no expression
    undefined,  // a name that stands for nothing; `??` gives a value instead
    type,       // an operation that these values do not have
    bound,      // larger or deeper than a policy may be
};

// What is wrong with an expression or with what it came to.
struct fault {
    fault_kind kind = fault_kind::syntax;
    std::size_t at = 0;  // where in the expression's text, in bytes
    std::string message;
    std::string hint = {};  // "" = none

    // Where in the file and under which key; set by the first who knows it.
    base::source_pos where = {};
    std::string path = {};
};

}  // namespace policy
