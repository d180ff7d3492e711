#include "cli/reference/schema_parts.hpp"

#include <utility>

namespace cli {

namespace {

model::object described(model::object made, std::string_view description) {
    if (!description.empty()) made["description"] = description;
    return made;
}

}  // namespace

model::object closed_mapping(const std::vector<schema_key>& keys) {
    model::object properties;
    model::array required;
    for (const auto& each : keys) {
        properties[each.name] = each.schema;
        if (each.needed == schema_key::need::required) required.emplace_back(each.name);
    }
    model::object made{{"type", "object"}, {"properties", std::move(properties)}};
    if (!required.empty()) made["required"] = std::move(required);
    made["additionalProperties"] = false;
    return made;
}

model::object text_schema(std::string_view description) {
    return described({{"type", "string"}}, description);
}

model::object words_schema(const std::vector<std::string>& words, std::string_view description) {
    model::array values;
    for (const auto& each : words) values.emplace_back(each);
    return described({{"enum", std::move(values)}}, description);
}

model::object number_schema(double least, double most, std::string_view description) {
    return described({{"type", "number"}, {"minimum", least}, {"maximum", most}}, description);
}

model::object count_schema(std::int64_t least, std::int64_t most, std::string_view description) {
    return described({{"type", "integer"}, {"minimum", least}, {"maximum", most}}, description);
}

model::object flag_schema(std::string_view description) {
    return described({{"type", "boolean"}}, description);
}

model::object list_schema(model::object items, std::string_view description) {
    return described({{"type", "array"}, {"items", std::move(items)}}, description);
}

model::object any_of(model::array forms, std::string_view description) {
    return described({{"anyOf", std::move(forms)}}, description);
}

model::object reference_to(std::string_view definition) {
    return {{"$ref", "#/definitions/" + std::string(definition)}};
}

std::vector<schema_key> head_keys(std::string_view kind) {
    using enum schema_key::need;
    return {
        {"apiVersion", {{"const", "muster/v1"}}, required},
        {"kind", {{"const", kind}}, required},
    };
}

}  // namespace cli
