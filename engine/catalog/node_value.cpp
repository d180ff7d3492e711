#include "catalog/node_value.hpp"

namespace catalog {

model::value value_of(const document::node& from) {
    switch (from.kind) {
        case document::node_kind::null:
            return nullptr;
        case document::node_kind::boolean:
            return from.boolean;
        case document::node_kind::integer:
            return from.integer;
        case document::node_kind::real:
            return from.real;
        case document::node_kind::text:
            return model::value(from.text);
        case document::node_kind::sequence: {
            model::array items;
            for (const auto& each : from.items) items.push_back(value_of(each));
            return items;
        }
        case document::node_kind::mapping: {
            model::object entries;
            for (const auto& [key, each] : from.entries) entries[key.text] = value_of(each);
            return entries;
        }
    }
    return nullptr;
}

}  // namespace catalog
