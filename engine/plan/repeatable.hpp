#pragma once

#include "catalog/definitions.hpp"
#include "model/request.hpp"

namespace plan {

// Whether sending the request a second time could do nothing that once would not: it only reads, or
// writes by methods that the catalog calls idempotent.
bool may_be_repeated(const model::request& what, const catalog::definitions& all);

}  // namespace plan
