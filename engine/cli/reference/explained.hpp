#pragma once

#include "catalog/definitions.hpp"
#include "cli/reference/subject.hpp"
#include "model/value.hpp"

#include <string>

namespace cli {

// What the catalog knows of it, for a person at a terminal.
std::string explained_text(const catalog::definitions& all, const subject& which);

// The same for a script.
model::object explained_json(const catalog::definitions& all, const subject& which);

// Every method and resource with the first sentence of its description.
std::string listed_text(const catalog::definitions& all);
model::object listed_json(const catalog::definitions& all);

}  // namespace cli
