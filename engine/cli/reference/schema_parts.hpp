#pragma once

#include "catalog/definitions.hpp"
#include "model/value.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

// The building blocks of a JSON Schema.

struct schema_key {
    std::string name;
    model::object schema;
    enum class need { optional, required } needed = need::optional;
};

// A mapping with these keys and no others.
model::object closed_mapping(const std::vector<schema_key>& keys);

model::object text_schema(std::string_view description = {});
model::object words_schema(
    const std::vector<std::string>& words, std::string_view description = {}
);
model::object number_schema(double least, double most, std::string_view description = {});
model::object count_schema(
    std::int64_t least, std::int64_t most, std::string_view description = {}
);
model::object flag_schema(std::string_view description = {});
model::object list_schema(model::object items, std::string_view description = {});
model::object any_of(model::array forms, std::string_view description = {});
model::object reference_to(std::string_view definition);

// apiVersion and kind, which every file begins with.
std::vector<schema_key> head_keys(std::string_view kind);

// The words of a list such as catalog::field_type_words.
template <class Words>
std::vector<std::string> texts_of(const Words& words) {
    std::vector<std::string> texts;
    for (const auto& each : words) texts.emplace_back(each.text);
    return texts;
}

// What schema.cpp puts together; one function per kind of file.
model::object policy_schema(const catalog::definitions& all);
model::object config_schema();
model::object roster_schema();
model::object exceptions_schema();
model::object catalog_schema();
model::object mapping_schema();

}  // namespace cli
