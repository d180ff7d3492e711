#include "catalog/vocabulary.hpp"

namespace catalog {

std::string_view to_string(field_type type) {
    for (const auto& each : field_type_words) {
        if (each.meaning == type) return each.text;
    }
    return "text";
}

}  // namespace catalog
