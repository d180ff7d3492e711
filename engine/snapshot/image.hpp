#pragma once

#include "catalog/definition.hpp"
#include "model/value.hpp"

namespace snapshot {

// What is kept of a resource as it was read whole, in one order whatever the portal's: the keys of
// every mapping sorted, a collection's items by their ids. Of an answer that is nothing but the
// resource it is every key; a row holds much else (who looks when, links that need no password),
// so of a row it is what the catalog describes, and its id.
model::value kept_of(const catalog::resource& what, const model::value& read);

}  // namespace snapshot
