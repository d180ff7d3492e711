#include "document/json_value.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>

#include <cmath>
#include <utility>

namespace document {

boost::json::value to_json(const node& from) {
    switch (from.kind) {
        case node_kind::null:
            return nullptr;
        case node_kind::boolean:
            return from.boolean;
        case node_kind::integer:
            return from.integer;
        case node_kind::real:
            if (!std::isfinite(from.real)) return boost::json::string(from.text);
            return from.real;
        case node_kind::text:
            return boost::json::string(from.text);
        case node_kind::sequence: {
            boost::json::array made;
            made.reserve(from.items.size());
            for (const auto& item : from.items) made.push_back(to_json(item));
            return made;
        }
        case node_kind::mapping: {
            boost::json::object made;
            made.reserve(from.entries.size());
            for (const auto& [key, value] : from.entries) made.emplace(key.text, to_json(value));
            return made;
        }
    }
    return nullptr;
}

}  // namespace document
